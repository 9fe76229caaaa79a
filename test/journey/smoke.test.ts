import { expect, test } from 'vitest';
import { done, openJourney } from './client.ts';
test('smoke', async () => {
  const t0 = Date.now();
  const j = await openJourney('2021-04-01 09:00');
  console.log('open', Date.now() - t0);
  try {
    await j.organisation({ id: 'hunan', name: '湖南省妇联', level: 'province', region: '430000' });
    const p = await j.person('hunan', 'administrator', '省妇联管理员');
    console.log(await done(p.get('/api/me')));
    const email = await j.invite('hunan', 'clerk', '省妇联填报员');
    const q = await j.byCode('省妇联填报员', email);
    console.log(q.id, (await done(q.get('/api/me'))).name);
    const prog = await p.program('admin');
    console.log(await done(prog.get('/api/me')));
    await j.clock('2021-04-02');
    expect(j.logged).toEqual([]);
  } finally {
    await j.close();
  }
  console.log('all', Date.now() - t0);
});
