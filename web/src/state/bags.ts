// What the desk knows of bags on buses: the open plan's trips, a month's statement, a split; who works here.
import { ref, shallowRef, watch } from 'vue'
import type { BagsView, SplitView, StatementView, Trouble } from '../api/client'

export const bags = shallowRef<BagsView | null>(null)
export const statement = shallowRef<StatementView | null>(null)
export const split = shallowRef<SplitView | null>(null)
export const bagTrouble = shallowRef<Trouble | null>(null)

/** The name that goes with every scan, kept by this browser. */
export const scanner = ref(kept('tianlu.scanner'))
watch(scanner, (name) => keep('tianlu.scanner', name))

export function kept(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // A browser that keeps nothing still works; it asks again next time.
  }
}
