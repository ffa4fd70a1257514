// Tables out as Excel and back: the server's answers, row by row.
import { ask, enc, Trouble } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type SheetView = Schemas['SheetView']
export type RowView = Schemas['RowView']
export type ExportView = Schemas['ExportView']
/** Tables that come back edited. */
export type EditedTable = 'people' | 'orgs' | 'customers'
export type SheetTable = EditedTable | 'doubts' | 'plans' | 'audit' | 'dead_letters'

/** The list's own query parameters. */
export type Filters = Record<string, string>

const FILE = { 'Content-Type': 'application/octet-stream' }

export const sheetsApi = {
  startExport: (table: SheetTable, filters: Filters) =>
    ask<ExportView>(`/api/sheets/${table}/exports?${new URLSearchParams(filters)}`, { method: 'POST' }),
  getExport: (id: string) => ask<ExportView>(`/api/sheets/exports/${enc(id)}`),
  cancelExport: (id: string) => ask<ExportView>(`/api/sheets/exports/${enc(id)}`, { method: 'DELETE' }),
  exportAddress: (id: string) => `/api/sheets/exports/${enc(id)}/file`,
  preview: (table: EditedTable, file: File) => ask<SheetView>(address(table, '/preview', file), { method: 'POST', body: file, headers: FILE }),
  apply: (table: EditedTable, file: File) => ask<SheetView>(address(table, '/apply', file), { method: 'POST', body: file, headers: FILE }),
  /** The file's rows with result and reason beside each; after `apply` it changes nothing more. */
  result: async (table: EditedTable, file: File, isApplied: boolean): Promise<Blob> => {
    const answer = await fetch(`${address(table, '/result.xlsx', file)}&apply=${isApplied}`, { method: 'POST', body: file, headers: FILE })
    if (!answer.ok) throw new Trouble(answer.status, answer.statusText)
    return answer.blob()
  },
}

/** The same file sent again has the same name and moment, and so asks for the same. */
function address(table: EditedTable, act: string, file: File): string {
  const said = new URLSearchParams({ name: file.name, made_at: new Date(file.lastModified).toISOString() })
  return `/api/sheets/${table}${act}?${said}`
}
