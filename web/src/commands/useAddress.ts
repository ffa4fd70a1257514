// The address as state: read what stands in it, change a part of it.
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type Address, readAddress, type Selection, writeAddress } from '../model/address'

export function useAddress() {
  const route = useRoute()
  const router = useRouter()
  const address = computed(() => readAddress(route.query))

  function change(part: Partial<Address>, how: 'push' | 'replace' = 'replace'): void {
    void router[how]({ query: writeAddress({ ...address.value, ...part }) })
  }

  return {
    address,
    change,
    openDay: (day: number | null) => change({ day }, 'push'),
    select: (selected: Selection | null) => change({ selected }),
    toggleLayer: (layer: string) => {
      const hidden = address.value.hidden
      change({ hidden: hidden.includes(layer) ? hidden.filter((each) => each !== layer) : [...hidden, layer] })
    },
  }
}
