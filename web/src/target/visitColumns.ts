// The columns of the week's visits, and of whom nobody sees this week.
import type { Composer } from 'vue-i18n'
import type { Language } from '../i18n'
import { count, km, yuan } from '../model/numbers'
import type { Column } from '../model/table'
import type { LeftRow, VisitRow } from '../model/visits'
import { clock } from '../model/week'

type T = Composer['t']
type NameOf = (id: string) => string

function common<Row extends VisitRow | LeftRow>(t: T, nameOf: NameOf): Record<'name' | 'tier' | 'place' | 'owner' | 'gain', Column<Row>> {
  return {
    name: { key: 'name', head: t('customers.name'), value: (each) => each.who?.name ?? each.customer, isWide: true },
    tier: { key: 'tier', head: t('customers.tier'), value: (each) => (each.who ? t(`customers.tiers.${each.who.tier}`) : ''), filter: 'choice' },
    place: { key: 'place', head: t('visits.place'), value: (each) => nameOf(each.place), filter: 'text' },
    owner: { key: 'owner', head: t('customers.owner'), value: (each) => each.ownerName || t('visits.anybody'), filter: 'choice' },
    gain: { key: 'gain', head: t('visits.gainYuan'), value: (each) => each.gain_fen, text: (each) => yuan(each.gain_fen), isNumber: true, total: true },
  }
}

export function visitColumns(t: T, days: readonly string[], nameOf: NameOf, vehicleName: NameOf): Column<VisitRow>[] {
  const { name, tier, place, owner, gain } = common<VisitRow>(t, nameOf)
  return [
    { key: 'when', head: t('visits.when'), value: (each) => each.begin_min, text: (each) => `${days[each.day]} ${clock(each.begin_min)}` },
    name,
    tier,
    place,
    { key: 'vehicle', head: t('visits.vehicle'), value: (each) => vehicleName(each.vehicle), filter: 'choice' },
    { key: 'minutes', head: t('visits.minutes'), value: (each) => each.end_min - each.begin_min, isNumber: true, total: true },
    gain,
    { key: 'off', head: t('visits.off'), value: (each) => each.off_m, text: (each) => (each.off_m ? km(each.off_m) : '0'), isNumber: true, total: true },
    owner,
  ]
}

export function leftColumns(t: T, language: Language, nameOf: NameOf): Column<LeftRow>[] {
  const { name, tier, place, owner, gain } = common<LeftRow>(t, nameOf)
  return [
    name,
    tier,
    place,
    { key: 'because', head: t('visits.because'), value: (each) => t(`visits.left.${each.because}`), filter: 'choice' },
    { key: 'reason', head: t('visits.reason'), value: (each) => (language === 'zh' ? each.reason_zh : each.reason), isWide: true },
    gain,
    owner,
  ]
}

export function visitTotal(key: string, sum: number): string {
  if (key === 'gain') return yuan(sum)
  return key === 'off' ? km(sum) : count(sum)
}
