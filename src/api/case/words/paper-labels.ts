import type { PaperDocument } from '../../../../domain/binding/vocabulary.js';
import type { Bilingual } from '../../http/answers/language.js';

export const PAPER_LABELS: Readonly<Record<PaperDocument, Bilingual>> = {
  'application-form': { 'zh-TW': '申請書', en: 'Application form' },
  'id-card': { 'zh-TW': '身分證', en: 'ID card' },
  'household-register': { 'zh-TW': '戶口名簿', en: 'Household register' },
  other: { 'zh-TW': '其他證明文件', en: 'Other evidence' },
};
