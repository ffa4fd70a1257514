// What one person set for this browser: language and light or dark.
import { ref, watchEffect } from 'vue'
import { i18n, type Language } from '../i18n'

export const language = ref<Language>(stored('language') === 'en' ? 'en' : 'zh')
export const isDark = ref(stored('theme') ? stored('theme') === 'dark' : prefersDark())

export function followSettings(): void {
  watchEffect(() => {
    i18n.global.locale.value = language.value
    document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
    document.documentElement.classList.toggle('dark', isDark.value)
  })
}

export function keep(key: 'language' | 'theme', value: string): void {
  try {
    localStorage.setItem(`tianlu.${key}`, value)
  } catch {
    // A browser that keeps nothing still works; it asks again next time.
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(`tianlu.${key}`)
  } catch {
    return null
  }
}

function prefersDark(): boolean {
  return matchMedia('(prefers-color-scheme: dark)').matches
}
