// A moment of the server's as it is read here: day and minute, in the reader's own time zone.
import type { Language } from '../i18n'

export function momentOf(iso: string, language: Language): string {
  const shown = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
  return shown.format(new Date(iso))
}
