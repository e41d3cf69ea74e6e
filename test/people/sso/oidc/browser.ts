/** A browser without script: keeps cookies by place, follows redirects and refreshing pages, fills forms in. */

export interface Page {
  /** Where it came from at last. */
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
}

const MOST_STEPS = 12;

export class Browser {
  cookies: readonly Cookie[] = [];
  /** Every address that was asked, in order. */
  readonly asked: string[] = [];

  /** One request, nothing followed. */
  async send(url: string, init: RequestInit = {}): Promise<Page> {
    this.asked.push(url);
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(15_000),
      ...init,
      headers: { cookie: this.cookieHeader(url), accept: 'text/html,*/*', ...(init.headers as Record<string, string>) },
    });
    for (const line of response.headers.getSetCookie()) this.keep(url, line);
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Goes on until a page stays, or leads to an address that begins with `until`, which is not asked any more. */
  async open(url: string, until = 'https://service.'): Promise<Page> {
    let page: Page = { url, status: 303, headers: new Headers({ location: url }), text: '' };
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const next = nextOf(page);
      if (next === undefined) return page;
      if (next.startsWith(until)) return { url: next, status: 0, headers: new Headers(), text: '' };
      page = await this.send(next);
    }
    throw new Error(`${url} leads on and on`);
  }

  /** Fills the form of a page in, presses its first button (or another), and goes on. */
  async submit(
    page: Page,
    fields: Readonly<Record<string, string | readonly string[]>>,
    button = 0,
    until?: string,
  ): Promise<Page> {
    const { action, body } = formOf(page, fields, button);
    const answer = await this.send(new URL(action, page.url).href, {
      method: 'POST',
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(page.url).origin },
    });
    const next = nextOf(answer);
    if (next === undefined) return answer;
    const end = until ?? 'https://service.';
    return next.startsWith(end) ? { ...answer, url: next, status: 0 } : this.open(next, end);
  }

  cookie(name: string): string | undefined {
    return this.cookies.find((one) => one.name === name)?.value;
  }

  private cookieHeader(url: string): string {
    const { hostname, pathname } = new URL(url);
    return this.cookies
      .filter(
        ({ host, path }) =>
          host === hostname && (pathname === path || pathname.startsWith(path === '/' ? '/' : `${path}/`)),
      )
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  private keep(url: string, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    const host = new URL(url).hostname;
    const others = this.cookies.filter((one) => !(one.name === name && one.host === host && one.path === path));
    const gone =
      value === '' || attributes.some((one) => one.toLowerCase() === 'expires=thu, 01 jan 1970 00:00:00 gmt');
    this.cookies = gone ? others : [...others, { name, value, host, path }];
  }
}

function nextOf({ url, status, headers, text }: Page): string | undefined {
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) return new URL(location, url).href;
  const refresh = /<meta http-equiv="refresh" content="0;url=([^"]*)"/.exec(text)?.[1];
  return refresh === undefined ? undefined : new URL(unescaped(refresh), url).href;
}

function formOf(
  page: Page,
  fields: Readonly<Record<string, string | readonly string[]>>,
  button: number,
): { action: string; body: URLSearchParams } {
  const form = /<form[^>]*>[\s\S]*?<\/form>/.exec(page.text)?.[0];
  if (form === undefined) throw new Error(`no form at ${page.url}: ${page.status} ${page.text.slice(0, 400)}`);
  const body = new URLSearchParams();
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (name === undefined || name in fields) continue;
    if (attribute(tag, 'type') === 'checkbox' && !/\schecked/.test(tag)) continue;
    body.append(name, attribute(tag, 'value') ?? '');
  }
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  const tag = [...form.matchAll(/<button[^>]*>/g)][button]?.[0] ?? '';
  const pressed = attribute(tag, 'name');
  if (pressed !== undefined) body.append(pressed, attribute(tag, 'value') ?? '');
  return { action: attribute(form, 'action') ?? page.url, body };
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
}

function unescaped(text: string): string {
  return text
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
}
