/** Office files as their own programs write them. */
import { Document, Packer, Paragraph } from 'docx';

export const makeDocx = async (): Promise<Uint8Array> =>
  new Uint8Array(
    await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('事迹材料')] }] })),
  );
