/** Where named byte resources (parameter files, structures) come from: the file system for the CLI, uploads in a browser. */
export interface Resources {
  /**
   * @param name - as the user wrote it; relative names are relative to the input file
   * @throws QmmmError `QMMM_FILE_NOT_FOUND` or `QMMM_FILE_UNREADABLE`
   */
  read(name: string): Promise<Uint8Array>;
}
