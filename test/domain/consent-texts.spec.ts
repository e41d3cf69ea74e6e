import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CONSENT_TEXTS, consentText, currentConsentText } from '../../domain/consent/texts.js';

/** A consent given refers to these bytes for ever: a text that must change gets a new version, never a new hash here. */
const PUBLISHED: Readonly<Record<string, string>> = {
  '2020-08-20-r1': 'c0820a57c784269e5847cecc1683a1ef832f2775579de451204b8476e132fee2',
};

describe('the consent texts 同意書', () => {
  it('never change once published', () => {
    const hashes = CONSENT_TEXTS.map(({ version, text }) => [version, createHash('sha256').update(text).digest('hex')]);
    expect(Object.fromEntries(hashes)).toEqual(PUBLISHED);
  });

  it('have exactly one that is current', () => {
    expect(CONSENT_TEXTS.filter(({ current }) => current)).toEqual([currentConsentText()]);
    expect(consentText('2020-08-20-r1')).toBe(currentConsentText());
    expect(consentText('1911-10-10-r1')).toBeUndefined();
  });

  it('say all that 個人資料保護法 Art. 8 (1) asks for', () => {
    const { text } = currentConsentText();
    for (const heading of [
      '機關名稱',
      '蒐集之目的',
      '個人資料之類別',
      '期間、對象、地區及方式',
      '得行使之權利及方式',
      '不提供個人資料之權益影響',
    ]) {
      expect(text).toContain(heading);
    }
  });

  it('mark what the guide’s picture had cut off and was supplied', () => {
    const { text } = currentConsentText();
    expect(text.startsWith('〔補〕')).toBe(true);
    expect(text.match(/〔補〕/gu)).toHaveLength(2);
    expect(text.match(/〔原文〕/gu)).toHaveLength(2);
    expect(text).toContain('〔原文〕訊與資料庫管理、137資通安全與管理');
    expect(text).toContain('相關服〔補〕務');
  });
});
