import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'

/** The width of an element as it changes, px. */
export function useElementSize(element: Ref<HTMLElement | undefined>): { width: Ref<number> } {
  const width = ref(0)
  const observer = new ResizeObserver(([entry]) => {
    width.value = Math.floor(entry!.contentRect.width)
  })
  onMounted(() => observer.observe(element.value!))
  onBeforeUnmount(() => observer.disconnect())
  return { width }
}
