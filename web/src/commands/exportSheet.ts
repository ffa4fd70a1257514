// Has a table written as Excel, says how far it is, and takes the file when it is done.
import { type ExportView, type Filters, sheetsApi, type SheetTable } from '../api/sheets'

const ASK_EVERY_MS = 400

/** Throws Trouble. Gives back how it ended: done, cancelled or failed. */
export async function exportSheet(table: SheetTable, filters: Filters, onStep: (step: ExportView) => void): Promise<ExportView> {
  let step = await sheetsApi.startExport(table, filters)
  onStep(step)
  while (step.state === 'queued' || step.state === 'running') {
    await new Promise((go) => setTimeout(go, ASK_EVERY_MS))
    step = await sheetsApi.getExport(step.id)
    onStep(step)
  }
  if (step.state === 'done') window.location.assign(sheetsApi.exportAddress(step.id))
  return step
}

/** Saves what the server made of a file. */
export function saveBlob(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
