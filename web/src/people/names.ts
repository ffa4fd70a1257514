// How units, roles and legal entities are called in the language that is spoken.
import type { Language } from '../i18n'

export function nameOf(named: { name: string; name_en: string }, language: Language): string {
  return language === 'en' && named.name_en ? named.name_en : named.name
}
