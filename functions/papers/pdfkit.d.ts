/** What pdfkit takes and its types leave out: a font that fontkit opened, and the catalogue of the document. */
declare namespace PDFKit {
  namespace Mixins {
    interface PDFFont {
      font(font: import('fontkit').Font): this;
    }
  }
  interface PDFDocument {
    readonly _root: {
      readonly data: { readonly ViewerPreferences: { readonly data: Record<string, unknown> } };
    };
  }
}
