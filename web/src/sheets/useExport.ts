// A table on its way out: how far it is, begun and stopped; what goes wrong is said.
import { ElMessage } from 'element-plus'
import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { Trouble } from '../api/client'
import { type ExportView, type Filters, sheetsApi, type SheetTable } from '../api/sheets'
import { exportSheet } from '../commands/exportSheet'
import { count } from '../model/numbers'
import { language } from '../state/settings'

export function useExport() {
  const { t } = useI18n()
  const step = shallowRef<ExportView | null>(null)
  /** How many rows are written; empty while nothing is under way. */
  const said = computed(() => {
    if (!step.value) return ''
    const { rows, total } = step.value
    return total === null ? t('sheets.rows', { n: count(rows) }) : t('sheets.rowsOf', { n: count(rows), of: count(total) })
  })

  async function take(table: SheetTable, filters: Filters): Promise<void> {
    try {
      const ended = await exportSheet(table, filters, (now) => (step.value = now))
      if (ended.state === 'failed') ElMessage.error(t('sheets.failed'))
    } catch (raised) {
      ElMessage.error(raised instanceof Trouble && raised.status ? raised.said(language.value) : t('trouble.network'))
    } finally {
      step.value = null
    }
  }
  async function stop(): Promise<void> {
    if (step.value) await sheetsApi.cancelExport(step.value.id).catch(() => undefined)
  }
  return { said, take, stop }
}
