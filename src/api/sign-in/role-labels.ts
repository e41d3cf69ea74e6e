import type { Role } from '../../../domain/binding/vocabulary.js';
import type { Bilingual } from '../http/answers/language.js';

export const ROLE_LABELS: Readonly<Record<Role, Bilingual>> = {
  parent: { 'zh-TW': '家長', en: 'Parent' },
  guardian: { 'zh-TW': '監護人', en: 'Guardian' },
  'class-teacher': { 'zh-TW': '導師', en: 'Class teacher' },
  registrar: { 'zh-TW': '註冊組長', en: 'Registrar' },
  director: { 'zh-TW': '教務主任', en: 'Director of academic affairs' },
  auditor: { 'zh-TW': '稽核人員', en: 'Auditor' },
  administrator: { 'zh-TW': '系統管理者', en: 'System administrator' },
  system: { 'zh-TW': '系統', en: 'System' },
};
