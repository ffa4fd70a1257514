import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'

/** The width and height of an element as they change, px. */
export function useElementSize(element: Ref<HTMLElement | undefined>): { width: Ref<number>; height: Ref<number> } {
  const width = ref(0)
  const height = ref(0)
  const observer = new ResizeObserver(([entry]) => {
    width.value = Math.floor(entry!.contentRect.width)
    height.value = Math.floor(entry!.contentRect.height)
  })
  onMounted(() => observer.observe(element.value!))
  onBeforeUnmount(() => observer.disconnect())
  return { width, height }
}
