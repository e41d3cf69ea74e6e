/** What stands in a form at this moment, read from its fields: also what a browser filled in without an event. */
export class Values {
  private readonly data: FormData;

  constructor(form: HTMLFormElement) {
    this.data = new FormData(form);
  }

  /** As typed. For passwords. */
  raw(name: string): string {
    const value = this.data.get(name);
    return typeof value === 'string' ? value : '';
  }

  /** Without the spaces around it. */
  text(name: string): string {
    return this.raw(name).trim();
  }

  /** Numbers, codes and addresses: full width becomes half width, spaces go. */
  code(name: string): string {
    return this.raw(name).normalize('NFKC').replaceAll(/\s/g, '');
  }

  has(name: string): boolean {
    return this.data.has(name);
  }

  all(name: string): readonly string[] {
    return this.data.getAll(name).filter((value) => typeof value === 'string');
  }

  /** Everything by name, for a draft. */
  record(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      [...this.data].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }
}
