// A command in plain words: its kind, its fields and their values, in the language that is spoken.
import { useI18n } from 'vue-i18n'
import { type Field, fieldsOf, isMoment, isPlain } from '../model/audit'
import { momentOf } from '../standing/moment'
import { nameOf } from '../people/names'
import { entities, roles, unitsById } from '../state/people'
import { language } from '../state/settings'

export const SERVER = '(server)'
const LISTED_MOST = 12
const UNIT_FIELDS = ['to', 'home', 'org']

export function useAuditWords() {
  const { t, te } = useI18n()
  /** A kind that a newer server knows is called as it calls it. */
  const kindName = (kind: string) => (te(`audit.kinds.${kind}`) ? t(`audit.kinds.${kind}`) : kind)
  const fieldName = (name: string) => (te(`audit.fields.${name}`) ? t(`audit.fields.${name}`) : name)
  const actorName = (actor: string, name: string) => (actor === SERVER ? t('standing.server') : name)
  const moment = (iso: string) => momentOf(iso, language.value)

  function unitName(id: string, name: string): string {
    const unit = unitsById.value.get(id)
    return unit ? nameOf(unit, language.value) : name
  }
  function listed(found: readonly { id: string; name: string; name_en: string }[], id: string): string {
    const one = found.find((each) => each.id === id)
    return one ? nameOf(one, language.value) : id
  }
  function valueName({ name, value }: Field, names: Readonly<Record<string, string>>): string {
    if (Array.isArray(value)) {
      const more = value.length > LISTED_MOST ? ` … (${value.length})` : ''
      return value.slice(0, LISTED_MOST).map(String).join(t('people.and')) + more
    }
    if (value === true) return t('audit.yes')
    if (isMoment(value)) return moment(value)
    if (isPlain(value)) return say(fieldsOf(value), names)
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    if (name === 'kind' && te(`audit.jobKinds.${text}`)) return t(`audit.jobKinds.${text}`)
    if (UNIT_FIELDS.includes(name)) return unitName(text, names[name] ?? text)
    if (name === 'role') return listed(roles.value, text)
    if (name === 'entity') return listed(entities.value, text)
    if (name === 'level') return t(`people.levels.${text}`)
    if (name === 'actor' && text === SERVER) return t('standing.server')
    return names[name] ?? text
  }
  const say = (fields: readonly Field[], names: Readonly<Record<string, string>>) =>
    fields.map((field) => `${fieldName(field.name)} ${valueName(field, names)}`).join(t('audit.between'))

  return { kindName, fieldName, actorName, unitName, valueName, moment, say }
}
