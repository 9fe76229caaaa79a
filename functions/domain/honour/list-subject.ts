/** What a published list is about: its papers are named after that, not after the decision that it was published by. */

const decision =
  /^关于(?:公布|表彰|命名|授予|通报表扬|通报|推荐)?(.+?)(?:(?:推选|评选|获奖|入选|扶持|推荐|命名|表彰)?(?:名单|结果))?的(?:决定|通知|通报|公告)$/u;

/** 关于公布2021年“最美家庭”名单的决定 is about 2021年“最美家庭”; any other title stays as it is. */
export const listSubject = (title: string): string => decision.exec(title)?.[1] ?? title;
