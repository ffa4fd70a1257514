// The columns of the list of customers.
import type { Composer } from 'vue-i18n'
import type { CustomerView } from '../api/customers'
import { isWaiting } from '../model/customers'
import { count } from '../model/numbers'
import type { Column } from '../model/table'

export function customerColumns(t: Composer['t'], unitName: (org: string, name: string) => string): Column<CustomerView>[] {
  const ownerOf = (each: CustomerView) => each.claim?.owner_name ?? (each.stage === 'open' ? t('customers.unowned') : each.struck_for_name)
  return [
    { key: 'name', head: t('customers.name'), value: (each) => each.name, isWide: true },
    { key: 'tier', head: t('customers.tier'), value: (each) => t(`customers.tiers.${each.tier}`) },
    { key: 'monthly', head: t('customers.monthly'), value: (each) => each.monthly_fen, text: (each) => count(Math.round(each.monthly_fen / 100)), isNumber: true },
    { key: 'fallen', head: t('customers.fallen'), value: (each) => each.fallen_percent ?? 0, text: (each) => (each.fallen_percent === null ? '' : `−${each.fallen_percent} %`), isNumber: true, warn: (each) => each.fallen_percent !== null },
    { key: 'stage', head: t('customers.stage'), value: (each) => t(`customers.stages.${each.stage}`), warn: isWaiting },
    { key: 'owner', head: t('customers.owner'), value: ownerOf, filter: 'choice' },
    { key: 'relation', head: t('customers.relation'), value: (each) => t(`customers.relations.${each.relation}`) },
    { key: 'unit', head: t('customers.unit'), value: (each) => unitName(each.org, each.org_name), filter: 'choice', isWide: true },
    { key: 'lines', head: t('customers.lines'), value: (each) => each.lines, filter: 'text' },
  ]
}
