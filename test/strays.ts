/** What the API answered otherwise than it describes, until the test that asked is over. */
export const strays: string[] = [];
