import { isDark, keep, language } from '../state/settings'

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh'
  keep('language', language.value)
}

export function switchTheme(): void {
  isDark.value = !isDark.value
  keep('theme', isDark.value ? 'dark' : 'light')
}
