/** Files dropped anywhere on an element. Words that are dragged stay the browser's. */

/** @param {Event} event */
export function carriesFiles(event) {
  return event instanceof DragEvent && Boolean(event.dataTransfer?.types.includes('Files'))
}

/** @param {HTMLElement} element it bears the class `dropping` while files hang over it @param {(files: FileList) => void} take */
export function dropZone(element, take) {
  element.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    element.classList.add('dropping')
  })
  element.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!element.contains(/** @type {Node | null} */ (relatedTarget))) element.classList.remove('dropping')
  })
  element.addEventListener('drop', (event) => {
    element.classList.remove('dropping')
    if (!carriesFiles(event) || !event.dataTransfer) return
    event.preventDefault()
    take(event.dataTransfer.files)
  })
}
