// The columns of what customers are worth.
import type { Composer } from 'vue-i18n'
import type { Valued } from '../api/value'
import { count } from '../model/numbers'
import type { Column } from '../model/table'

const whole = (share: number | null) => (share === null ? '' : `${Math.round(share * 100)} %`)

export function worthColumns(t: Composer['t']): Column<Valued>[] {
  return [
    { key: 'name', head: t('customers.name'), value: (each) => each.name, isWide: true },
    { key: 'tier', head: t('customers.tier'), value: (each) => t(`customers.tiers.${each.tier}`), filter: 'choice' },
    { key: 'rfm', head: 'R-F-M', value: ({ worth }) => `${worth.recency}-${worth.frequency}-${worth.money}`, filter: 'text' },
    { key: 'quiet', head: t('value.quietDays'), value: ({ worth }) => worth.quiet_days, isNumber: true, filter: 'number' },
    { key: 'alive', head: t('value.alive'), value: ({ worth }) => worth.alive ?? -1, text: ({ worth }) => whole(worth.alive), isNumber: true },
    {
      key: 'expected',
      head: t('value.expected'),
      value: ({ worth }) => worth.expected_fen ?? 0,
      text: ({ worth }) => (worth.expected_fen === null ? '' : count(Math.round(worth.expected_fen / 100))),
      isNumber: true,
      total: true,
    },
    {
      key: 'fall',
      head: t('value.fall'),
      value: ({ worth }) => worth.fall_percent ?? 0,
      text: ({ worth }) => (worth.fall_percent === null ? '' : `−${Math.round(worth.fall_percent)} %`),
      isNumber: true,
      warn: ({ worth }) => worth.fall_percent !== null,
    },
    { key: 'next', head: t('value.next'), value: ({ worth }) => worth.product, text: ({ worth }) => (worth.chance === null ? '' : `${worth.product} ${whole(worth.chance)}`), filter: 'choice' },
  ]
}
