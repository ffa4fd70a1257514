// An act that takes a moment and may fail: one at a time, its trouble beside its form.
import { ref, shallowRef } from 'vue'
import { Trouble } from '../api/client'

export function useAct() {
  const isBusy = ref(false)
  const trouble = shallowRef<Trouble | null>(null)

  async function act(work: () => Promise<void>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    trouble.value = null
    try {
      await work()
    } catch (raised) {
      trouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, trouble, act }
}
