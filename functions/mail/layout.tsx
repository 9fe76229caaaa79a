/** The HTML part of a letter: one table layout with inline styles and no pictures, for every mail program. */
import type { Sheet, SheetTable } from './sheet.ts';

const fonts =
  "font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',Arial,sans-serif;font-size:16px;line-height:1.7;color:#1f2328";
const cell = 'padding:8px 10px;border-bottom:1px solid #e5ddd3;text-align:left;vertical-align:top';
const small = 'margin:0 0 8px;font-size:13px;line-height:1.6;color:#5f6368';

const Table = ({ table }: { readonly table: SheetTable }) => (
  <>
    <table
      width="100%"
      cellpadding="0"
      cellspacing="0"
      style="border-collapse:collapse;margin:0 0 16px;font-size:15px"
    >
      <thead>
        <tr>
          {table.head.map((title) => (
            <th scope="col" style={`${cell};background:#faf6f0;font-weight:600`}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr>
            {row.map((value) => (
              <td style={cell}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    {table.more !== undefined && <p style="margin:0 0 16px">{table.more}</p>}
  </>
);

const Action = ({ label, url, orCopy }: NonNullable<Sheet['action']>) => (
  <>
    <table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 12px">
      <tr>
        <td style="background:#9f1b23;border-radius:6px">
          <a
            href={url}
            style="display:inline-block;padding:12px 28px;color:#ffffff;font-weight:600;text-decoration:none"
          >
            {label}
          </a>
        </td>
      </tr>
    </table>
    <p style={`${small};margin-bottom:20px;word-break:break-all`}>
      {orCopy}
      <br />
      {url}
    </p>
  </>
);

const Letter = ({ sheet }: { readonly sheet: Sheet }) => (
  <html lang={sheet.language === 'zh' ? 'zh-CN' : 'en'}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{sheet.subject}</title>
    </head>
    <body style="margin:0;padding:0;background:#f4efe8">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4efe8">
        <tr>
          <td align="center" style="padding:24px 12px">
            <table
              role="presentation"
              width="100%"
              cellpadding="0"
              cellspacing="0"
              style="max-width:600px;background:#ffffff;border-top:4px solid #9f1b23"
            >
              {sheet.banner !== undefined && (
                <tr>
                  <td style={`${fonts};padding:10px 28px;background:#fff1c9;font-weight:600`}>
                    {sheet.banner}
                  </td>
                </tr>
              )}
              <tr>
                <td style={`${fonts};padding:28px`}>
                  <p style="margin:0 0 16px">{sheet.greeting}</p>
                  {sheet.lead.map((line) => (
                    <p style="margin:0 0 16px">{line}</p>
                  ))}
                  {sheet.facts.length > 0 && (
                    <p style="margin:0 0 16px">
                      {sheet.facts.map(([label, value]) => (
                        <>
                          {label}
                          {sheet.language === 'zh' ? '：' : ': '}
                          <strong>{value}</strong>
                          <br />
                        </>
                      ))}
                    </p>
                  )}
                  {sheet.table !== undefined && <Table table={sheet.table} />}
                  {sheet.action !== undefined && <Action {...sheet.action} />}
                  {sheet.notes.map((line) => (
                    <p style={small}>{line}</p>
                  ))}
                </td>
              </tr>
              <tr>
                <td style={`${fonts};padding:16px 28px;background:#faf6f0`}>
                  {sheet.footer.map((line) => (
                    <p style={`${small};margin:0`}>{line}</p>
                  ))}
                </td>
              </tr>
            </table>
          </td>
        </tr>
      </table>
    </body>
  </html>
);

/** Writes a sheet as an HTML document; every text is escaped. */
export const letterHtml = (sheet: Sheet): string => `<!doctype html>${<Letter sheet={sheet} />}`;
