/** A certificate on paper: its wording filled in, the bodies that sign, and the code by which it is checked. */
import { certificateAddress } from '#actions/honour/certificate-paper.ts';
import type { Deps } from '#deps';
import type { CertificateFace } from '#domain/honour/certificate-face.ts';
import { Qr } from '#web/frame/qr.tsx';
import { type Lang, sayIn } from '#web/frame/words.ts';

/** The code that leads to the check of a certificate. */
export const CheckCode = ({ lang, address }: { readonly lang: Lang; readonly address: string }) => (
  <Qr content={address} label={sayIn(lang)('证书查验二维码', 'QR code to check this certificate')} />
);

/** The certificate as it is printed. */
export const Sheet = ({ deps, face }: { readonly deps: Deps; readonly face: CertificateFace }) => (
  <article class="certificate" lang="zh-CN">
    {deps.site.rehearsal && <p class="certificate-mark">演练</p>}
    <div class="certificate-inner">
      <h1 class="certificate-title">荣誉证书</h1>
      <div class="certificate-text">
        <p class="certificate-name">{face.name}：</p>
        {face.paragraphs.map((paragraph) => (
          <p>{paragraph}</p>
        ))}
      </div>
      <div class="certificate-foot">
        <div class="certificate-check">
          <CheckCode lang="zh" address={certificateAddress(deps, face.number)} />
          <p>
            编号 {face.number}
            <br />
            {face.documentNumber}
            <br />
            扫码查验
          </p>
        </div>
        <div class="certificate-sign">
          {face.bodies.map((body) => (
            <p>{body}</p>
          ))}
          <p>{face.date}</p>
        </div>
      </div>
    </div>
  </article>
);
