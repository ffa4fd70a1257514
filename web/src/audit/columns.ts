// The columns of a chain's rows, of dead letters and of devices with a gap.
import type { Composer } from 'vue-i18n'
import type { GapView, LetterView, LinkView } from '../api/audit'
import { briefFieldsOf } from '../model/audit'
import { count } from '../model/numbers'
import type { Column } from '../model/table'
import type { useAuditWords } from './words'

type Words = ReturnType<typeof useAuditWords>
type Row<Value> = Value & { readonly id: string }

export function linkColumns(t: Composer['t'], words: Words): Column<Row<LinkView>>[] {
  return [
    { key: 'seq', head: t('audit.seq'), value: (link) => link.seq, text: (link) => count(link.seq), isNumber: true },
    { key: 'at', head: t('audit.at'), value: (link) => link.at, text: (link) => words.moment(link.at), isWide: true },
    { key: 'who', head: t('audit.who'), value: (link) => words.actorName(link.actor, link.actor_name) },
    { key: 'kind', head: t('audit.kind'), value: (link) => words.kindName(link.kind), isWide: true },
    { key: 'org', head: t('audit.org'), value: (link) => words.unitName(link.org, link.org_name), isWide: true },
    { key: 'about', head: t('audit.about'), value: (link) => words.say(briefFieldsOf(link.body), link.names), isWide: true },
  ]
}

export function letterColumns(t: Composer['t'], words: Words, reason: (letter: LetterView) => string): Column<LetterView>[] {
  return [
    { key: 'at', head: t('audit.refusedAt'), value: (letter) => letter.at, text: (letter) => words.moment(letter.at), isWide: true },
    { key: 'who', head: t('audit.who'), value: (letter) => words.actorName(letter.actor, letter.actor_name), filter: 'choice' },
    { key: 'kind', head: t('audit.kind'), value: (letter) => words.kindName(letter.kind), filter: 'choice', isWide: true },
    { key: 'org', head: t('audit.org'), value: (letter) => words.unitName(letter.org, letter.org_name), filter: 'choice', isWide: true },
    { key: 'why', head: t('audit.why'), value: reason, filter: 'text', isWide: true },
    { key: 'tries', head: t('audit.tries'), value: (letter) => letter.tries, isNumber: true },
  ]
}

export function gapColumns(t: Composer['t'], words: Words): Column<Row<GapView>>[] {
  return [
    { key: 'who', head: t('audit.who'), value: (gap) => words.actorName(gap.actor, gap.actor_name) },
    { key: 'device', head: t('audit.device'), value: (gap) => gap.device, isWide: true },
    { key: 'org', head: t('audit.org'), value: (gap) => words.unitName(gap.org, gap.org_name), isWide: true },
    { key: 'missing', head: t('audit.missing'), value: missing, isNumber: true },
    { key: 'waiting', head: t('audit.waiting'), value: (gap) => gap.waiting, text: (gap) => count(gap.waiting), isNumber: true },
    { key: 'since', head: t('audit.since'), value: (gap) => gap.since, text: (gap) => words.moment(gap.since), isWide: true },
  ]
}

/** The numbers that have not come. */
export function missing(gap: GapView): string {
  const last = gap.first_held - 1
  return last > gap.missing ? `${count(gap.missing)}–${count(last)}` : count(gap.missing)
}
