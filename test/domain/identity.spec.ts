import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isIdCardNumber } from 'taiwan-id-validator';
import { emailKey, maskEmail, parseEmail } from '../../domain/identity/email.js';
import { maskIdNumber, parseIdNumber } from '../../domain/identity/id-number.js';
import { maskMobile, parseMobile } from '../../domain/identity/mobile.js';
import { LONGEST_NAME, maskPersonName, parsePersonName } from '../../domain/identity/person-name.js';

describe('an ID number 身分證統一編號, 外來人口統一證號', () => {
  it.each(['A111111113', 'S103929197', 'A200000003', 'F200000035', 'A800000014', 'A900000016', 'AC00000012'])(
    'is taken: %s',
    (number) => expect(parseIdNumber(number)).toBe(number),
  );

  it.each([
    ['lower case', 'a111111113'],
    ['full width', 'Ａ１１１１１１１１３'],
    ['blanks and hyphens', ' A1-1111-1113\u3000'],
    ['a mark nobody sees', '\u200BA111111113\uFEFF'],
  ])('is read with %s', (_how, typed) => expect(parseIdNumber(typed)).toBe('A111111113'));

  it.each([
    'F900000003',
    'A111111114',
    'A311111113',
    'AE00000012',
    'A11111111',
    'A1111111133',
    '1111111113',
    '王大明',
    '',
  ])('is not: %s', (typed) => expect(parseIdNumber(typed)).toBeNull());

  it('is checked as a library of others does, in all three forms', () => {
    const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    const second = fc.constantFrom(...'0123456789', ...'ABCDE');
    const digits = fc.array(fc.constantFrom(...'0123456789'), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(letter, second, digits, (a, b, rest) => {
        const number = a + b + rest.join('');
        expect(parseIdNumber(number)).toBe(isIdCardNumber(number) ? number : null);
      }),
      { seed: 20200820, numRuns: 5000 },
    );
  });

  it('is masked but for its first two characters', () => expect(maskIdNumber('A111111113')).toBe('A1********'));
});

describe('a mobile number 手機', () => {
  it.each([
    '0912345678',
    '0912-345-678',
    '0912 345 678',
    '(0912) 345.678',
    '０９１２３４５６７８',
    '+886912345678',
    '+886 912-345-678',
    '+886 (0)912 345 678',
    '＋８８６－９１２－３４５－６７８',
    '00886 912345678',
    '886912345678',
  ])('is read as people write it: %s', (typed) => expect(parseMobile(typed)).toBe('0912345678'));

  it.each(['0212345678', '091234567', '09123456789', '+85291234567', '912345678', '0912abc678', ''])(
    'is not: %s',
    (typed) => expect(parseMobile(typed)).toBeNull(),
  );

  it('is masked in its middle', () => expect(maskMobile('0912345678')).toBe('0912***678'));
});

describe('an e-mail address 電子郵件', () => {
  it.each([
    ['tpservice@example.org', 'tpservice@example.org'],
    [' tpSERVICE@Example.ORG ', 'tpSERVICE@example.org'],
    ['ｔｐ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'tp@example.org'],
    ['tp@example。org', 'tp@example.org'],
    ["o'brien+school@mail.example.com.tw", "o'brien+school@mail.example.com.tw"],
    ['a@xn--fiqs8s.xn--kpry57d', 'a@xn--fiqs8s.xn--kpry57d'],
  ])('is read as people write it: %s', (typed, address) => expect(parseEmail(typed)).toBe(address));

  it.each([
    'tpservice',
    '@example.org',
    'tp@',
    'tp@example',
    'tp@@example.org',
    '.tp@example.org',
    'tp.@example.org',
    't..p@example.org',
    'tp@-example.org',
    'tp@example.org.',
    'tp@127.0.0.1',
    'tp@example.org\u0000',
    'tp@example.org,other@example.org',
    '王大明@example.org',
    `${'a'.repeat(65)}@example.org`,
    `tp@${'a.'.repeat(130)}org`,
    '',
  ])('is not: %s', (typed) => expect(parseEmail(typed)).toBeNull());

  it('is compared without case', () =>
    expect(emailKey('tpSERVICE@example.org')).toBe(emailKey('tpservice@Example.org')));

  it('is masked but for its first letter and its domain', () =>
    expect(maskEmail('tpservice@example.org')).toBe('t***@example.org'));
});

describe('a name 姓名', () => {
  it.each([
    ['王大明', '王大明'],
    [' 王 大\u3000明 ', '王大明'],
    ['𠮷田', '𠮷田'],
    ['尤哈尼・伊斯卡卡夫特', '尤哈尼·伊斯卡卡夫特'],
    ['瓦歷斯 ‧ 諾幹', '瓦歷斯·諾幹'],
    ['Nguyễn  Thị Hoa', 'Nguyễn Thị Hoa'],
    ['ＭＡＲＩＡ Santos-Cruz', 'MARIA Santos-Cruz'],
    ["O'Brien, Sean Jr.", "O'Brien, Sean Jr."],
  ])('is read as people write it: %s', (typed, name) => expect(parsePersonName(typed)).toBe(name));

  it.each([
    '',
    ' ',
    '王',
    '12345',
    '王大明1',
    '<b>王</b>',
    '王\n大\u0007明',
    '·王大明',
    '王大明·',
    '=SUM(A1)',
    '王'.repeat(LONGEST_NAME + 1),
  ])('is not: %s', (typed) => expect(parsePersonName(typed)).toBeNull());

  it('is masked but for its first character, and does not tell its length', () => {
    expect(maskPersonName('尹安安')).toBe('尹OO');
    expect(maskPersonName('王明')).toBe('王OO');
    expect(maskPersonName('𠮷田一郎')).toBe('𠮷OO');
  });
});

describe('whatever is typed', () => {
  it('is read without an error, and what was read is read again as the same', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(parseIdNumber, parseMobile, parseEmail, parsePersonName),
        fc.string({ unit: 'binary', maxLength: 60 }),
        (parse, typed) => {
          const once = parse(typed);
          expect(once === null ? null : parse(once)).toBe(once);
        },
      ),
      { seed: 20200820, numRuns: 3000 },
    ));
});
