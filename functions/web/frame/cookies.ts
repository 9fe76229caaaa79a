/** The cookies of this site: their names and what is said of each when it is set. */

/** True for a site that is reached by https, where cookies are `Secure` and HSTS is sent. */
export const isHttps = (siteUrl: string): boolean => siteUrl.startsWith('https:');

/** The name under which a cookie is kept; under https its prefix keeps it with this host, and others from planting it. */
export const cookieName = (siteUrl: string, name: string): string =>
  isHttps(siteUrl) ? `__Host-${name}` : name;

/** Not for scripts, not sent along from other sites, by https only where there is https. */
export const cookieOptions = (siteUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(siteUrl) }) as const;
