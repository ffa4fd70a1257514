// What the desk knows of the province: its newest run, null while there is none.
import { computed, shallowRef } from 'vue'
import type { ProvinceBody } from '../api/client'

export const province = shallowRef<ProvinceBody | null>(null)
export const isProvinceRunning = computed(() => province.value?.state === 'running')
