// The columns of key cells, and how a layer's figures are written.
import type { Composer } from 'vue-i18n'
import type { Language } from '../i18n'
import { formOf, type KeyCellRow, type Layer } from '../model/grid'
import { count, money } from '../model/numbers'
import type { Column } from '../model/table'

type T = Composer['t']

export function written(layer: Layer, value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined) return '–'
  const form = formOf(layer)
  if (form === 'share') return `${Math.round(value * 100)} %`
  return form === 'money' ? money(value, language) : count(value)
}

export function keyCellColumns(t: T): Column<KeyCellRow>[] {
  const yuan = (fen: number) => count(Math.round(fen / 100))
  return [
    { key: 'rank', head: t('grid.rank'), value: (each) => each.rank, isNumber: true },
    { key: 'name', head: t('grid.places'), value: (each) => each.name, isWide: true, filter: 'text' },
    { key: 'potential', head: t('grid.potentialYuan'), value: (each) => each.potential_fen, text: (each) => yuan(each.potential_fen), isNumber: true, total: true },
    { key: 'own', head: t('grid.ownYuan'), value: (each) => each.own_fen, text: (each) => yuan(each.own_fen), isNumber: true, total: true },
    { key: 'worth', head: t('grid.worth'), value: (each) => each.worth_fen, text: (each) => yuan(each.worth_fen), isNumber: true, total: true },
    { key: 'market', head: t('grid.market'), value: (each) => String(each.market), filter: 'choice' },
  ]
}
