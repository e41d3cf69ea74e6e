/** The picture of a captcha: five letters and digits, turned, waved and crossed by curves, as a PNG of about 1.5 kB. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Font, Glyph, Path } from 'opentype.js';
import sharp from 'sharp';

// A CommonJS module whose names Node does not see from an ES module.
const { parse } = createRequire(import.meta.url)('opentype.js') as typeof import('opentype.js');

/** Without 0 and O, 1 and I and L, 2 and Z, 5 and S, 8 and B, U and V, which people mistake for each other. */
export const CAPTCHA_LETTERS = 'ACDEFGHJKMNPQRTWXY34679';
export const CAPTCHA_LENGTH = 5;

const WIDTH = 200;
const HEIGHT = 64;
const FONT_SIZE = 44;
const INK = '#22304a';

let font: Promise<Font> | undefined;

/** @returns the letters, upper case, each equally likely */
export function captchaText(): string {
  return Array.from({ length: CAPTCHA_LENGTH }, () => CAPTCHA_LETTERS[randomInt(CAPTCHA_LETTERS.length)]).join('');
}

/** @returns a PNG, 200 × 64 pixels. It holds no outline of a letter, because a script reads those. */
export async function captchaPicture(text: string): Promise<Buffer> {
  font ??= loadFont();
  const loaded = await font;
  const wave = { height: between(2, 4), length: between(60, 110), phase: between(0, 6) };
  // Wide letters get smaller, so that the last one stays inside the picture.
  const glyphs = [...text].map((letter) => loaded.charToGlyph(letter));
  const widthOf = (glyph: Glyph, at: number) => ((glyph.advanceWidth ?? 0) * at) / loaded.unitsPerEm;
  const whole = glyphs.reduce((sum, glyph) => sum + widthOf(glyph, FONT_SIZE), 0);
  const size = Math.min(FONT_SIZE, (FONT_SIZE * (WIDTH - 36)) / whole);
  let x = between(10, 18);
  // Glyph by glyph: the library's substitutions for whole texts fail for some pairs of letters of this font.
  const letters = glyphs.map((glyph) => {
    const path = glyph.getPath(0, 0, size);
    const width = widthOf(glyph, size);
    const d = turned(path, { x, y: HEIGHT / 2 + between(12, 20), angle: between(-0.35, 0.35), width }, wave);
    // Neighbours touch, so that the picture cannot be cut into single letters.
    x += width * between(0.86, 0.95);
    return d;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="100%" height="100%" fill="#f4f6fa"/>
    <path d="${letters.join(' ')}" fill="${INK}"/>
    ${curve(INK, between(2, 3))}${curve('#f4f6fa', between(2, 3))}
  </svg>`;
  return sharp(Buffer.from(svg)).png({ palette: true, colours: 8, compressionLevel: 9 }).toBuffer();
}

async function loadFont(): Promise<Font> {
  const file = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');
  const bytes = await readFile(file);
  return parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Radians. */
  readonly angle: number;
  readonly width: number;
}

interface Wave {
  readonly height: number;
  readonly length: number;
  readonly phase: number;
}

/** The outline of one letter, turned about its middle, moved to its place, and bent by the wave. */
function turned(path: Path, place: Place, wave: Wave): string {
  const [sine, cosine] = [Math.sin(place.angle), Math.cos(place.angle)];
  const middle = { x: place.width / 2, y: -FONT_SIZE / 3 };
  const moved = (x: number, y: number): string => {
    const [dx, dy] = [x - middle.x, y - middle.y];
    const at = { x: middle.x + dx * cosine - dy * sine + place.x, y: middle.y + dx * sine + dy * cosine + place.y };
    const bent = at.y + wave.height * Math.sin((at.x / wave.length) * 2 * Math.PI + wave.phase);
    return `${at.x.toFixed(1)} ${bent.toFixed(1)}`;
  };
  return path.commands
    .map((command) => {
      if (command.type === 'Z') return 'Z';
      if (command.type === 'Q') return `Q${moved(command.x1, command.y1)} ${moved(command.x, command.y)}`;
      if (command.type === 'C')
        return `C${moved(command.x1, command.y1)} ${moved(command.x2, command.y2)} ${moved(command.x, command.y)}`;
      return `${command.type}${moved(command.x, command.y)}`;
    })
    .join('');
}

function curve(colour: string, width: number): string {
  const d = `M0 ${curveHeight()} C${WIDTH / 3} ${curveHeight()} ${(WIDTH * 2) / 3} ${curveHeight()} ${WIDTH} ${curveHeight()}`;
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width.toFixed(1)}"/>`;
}

function curveHeight(): string {
  return between(14, HEIGHT - 14).toFixed(1);
}

function between(least: number, most: number): number {
  return least + (randomInt(10_000) / 10_000) * (most - least);
}
