// The columns of the table of people.
import type { Composer } from 'vue-i18n'
import type { PersonView } from '../api/people'
import type { Column } from '../model/table'

export interface PersonNames {
  readonly home: (person: PersonView) => string
  readonly entity: (person: PersonView) => string
  readonly role: (role: string) => string
}

export function personColumns(t: Composer['t'], names: PersonNames): Column<PersonView>[] {
  const rolesOf = (person: PersonView) => [...new Set(person.grants.map((grant) => names.role(grant.role)))].join(t('people.and'))
  const remarks = (person: PersonView) =>
    [person.is_service && t('people.service'), person.has_left && t('people.hasLeft'), person.is_masked && t('people.masked')]
      .filter(Boolean)
      .join(t('people.and'))
  return [
    { key: 'name', head: t('people.personName'), value: (person) => person.name },
    { key: 'staff', head: t('people.staffNumber'), value: (person) => person.staff_number },
    { key: 'home', head: t('people.home'), value: names.home, filter: 'choice', isWide: true },
    { key: 'roles', head: t('people.roles'), value: rolesOf, filter: 'text', isWide: true },
    { key: 'phone', head: t('people.phone'), value: (person) => person.phone, isWide: true },
    { key: 'entity', head: t('people.entity'), value: names.entity, filter: 'choice', isWide: true },
    { key: 'remark', head: t('people.remark'), value: remarks, filter: 'choice' },
  ]
}
