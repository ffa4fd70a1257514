// A change on its way through the door: sent once however often it is tried, and why it was refused.
import { ref, shallowRef } from 'vue'
import { Trouble } from '../api/client'
import { type Change, type Command, makeCommand, type ReceiptView, type RefusalView, sendCommands } from '../commands/sendCommand'

export function useChange() {
  const isBusy = ref(false)
  const refusal = shallowRef<RefusalView | null>(null)
  const trouble = shallowRef<Trouble | null>(null)
  /** Kept while no answer has come, so that the same wish is the same command. */
  let unanswered: { wish: string; command: Command } | null = null

  /** The receipt if it was done. */
  async function send(change: Change): Promise<ReceiptView | null> {
    if (isBusy.value) return null
    isBusy.value = true
    refusal.value = trouble.value = null
    const wish = JSON.stringify(change)
    if (unanswered?.wish !== wish) unanswered = { wish, command: makeCommand(change) }
    try {
      const [receipt] = await sendCommands([unanswered.command])
      unanswered = null
      refusal.value = receipt?.refusal ?? null
      return receipt?.standing === 'accepted' ? receipt : null
    } catch (raised) {
      trouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
      return null
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, refusal, trouble, send }
}
