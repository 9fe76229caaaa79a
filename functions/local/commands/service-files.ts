/** The files by which a systemd system runs Hongbang as a service behind nginx or Caddy; nothing is installed here. */

export interface Service {
  /** Where the project lies, with its node_modules. */
  readonly code: string;
  /** Host name of the site. */
  readonly host: string;
  readonly port: number;
  /** Days for which daily backups are kept. */
  readonly keepDays: number;
}

/** What each unit may do, and no more. V8 compiles as it runs, so MemoryDenyWriteExecute stays off. */
const hardening = ({ code }: Service): readonly string[] => [
  'User=hongbang',
  'Group=hongbang',
  'UMask=0077',
  'StateDirectory=hongbang',
  'StateDirectoryMode=0700',
  `ReadWritePaths=${code}/.build`,
  'EnvironmentFile=/etc/hongbang/settings',
  `WorkingDirectory=${code}`,
  'NoNewPrivileges=yes',
  'CapabilityBoundingSet=',
  'AmbientCapabilities=',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateTmp=yes',
  'PrivateDevices=yes',
  'PrivateUsers=yes',
  'ProtectClock=yes',
  'ProtectControlGroups=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectProc=invisible',
  'ProcSubset=pid',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX',
  'RestrictNamespaces=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'RemoveIPC=yes',
  'LockPersonality=yes',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
  'SystemCallFilter=~@privileged @resources',
  'SystemCallErrorNumber=EPERM',
];

const node = ({ code }: Service): string => `${code}/node_modules/node/bin/node`;

const unit = (service: Service): string => `[Unit]
Description=Hongbang
Documentation=file:${service.code}/docs/operations.md
Wants=network-online.target time-sync.target
After=network-online.target time-sync.target

[Service]
ExecStart=${node(service)} --max-semi-space-size=8 --initial-old-space-size=64 ${service.code}/run.js main --port ${service.port} --data /var/lib/hongbang/data
Restart=always
RestartSec=2
TimeoutStopSec=60
LimitNOFILE=65536
${hardening(service).join('\n')}

[Install]
WantedBy=multi-user.target
`;

/** What encrypts the daily backups lies where only root reads it; systemd hands it to the two units. */
const credential = 'LoadCredential=backup-key:/etc/hongbang/backup-key';

const backup = (service: Service): string => `[Unit]
Description=Daily backup of Hongbang, beside the running server
Documentation=file:${service.code}/docs/operations.md

[Service]
Type=oneshot
Nice=10
${credential}
ExecStartPre=/bin/mkdir -p /var/lib/hongbang/backups
ExecStart=/bin/sh -c 'exec ${node(service)} ${service.code}/run.js backup "/var/lib/hongbang/backups/$$(date +%%Y-%%m-%%dT%%H%%M%%S).backup" --data /var/lib/hongbang/data --seal-key "$$CREDENTIALS_DIRECTORY/backup-key"'
ExecStartPost=/usr/bin/find /var/lib/hongbang/backups -name *.backup -mtime +${service.keepDays} -delete
${hardening(service).join('\n')}
`;

const rehearsal = (service: Service): string => `[Unit]
Description=Monthly rehearsal of restoring the newest backup of Hongbang
Documentation=file:${service.code}/docs/operations.md

[Service]
Type=oneshot
Nice=10
${credential}
ExecStart=${node(service)} ${service.code}/run.js rehearse /var/lib/hongbang/backups --keys /var/lib/hongbang/data/keys --data /var/lib/hongbang/data --seal-key \${CREDENTIALS_DIRECTORY}/backup-key
${hardening(service).join('\n')}
`;

const timer = (what: string, when: string): string => `[Unit]
Description=${what} of Hongbang

[Timer]
OnCalendar=${when}
RandomizedDelaySec=10min
Persistent=true

[Install]
WantedBy=timers.target
`;

const settings = ({
  host,
}: Service): string => `# Read by systemd as root; mode 600, since the password of the mail server stands here.
HONGBANG_URL=https://${host}
TRUSTED_PROXIES=127.0.0.1
# Mail. Without SMTP_HOST letters are read at /outbox.
#SMTP_HOST=smtp.example.cn
#SMTP_PORT=465
#SMTP_USER=hongbang@example.cn
#SMTP_PASS=
#SMTP_FROM=红榜 <hongbang@example.cn>
# A group robot of 企业微信 that says how many letters went out.
#WECOM_ROBOT_URL=https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=
# An HTTP gateway of short messages (docs/how-to/channels.md).
#SMS_URL=https://sms.example.cn/send
#SMS_SECRET=
#SMS_SIGNATURE=红榜
#SMS_BODY='{"to":"{to}","text":"{text}","key":"{key}"}'
# Another disk, or another machine's folder, encrypted (docs/operations.md#standby-copy): add ReadWritePaths= of it by systemctl edit hongbang.
#HONGBANG_STANDBY=/mnt/standby/hongbang
`;

/** The server block for nginx; the README prints it for an example host. */
export const nginxBlock = ({ host, port }: Pick<Service, 'host' | 'port'>): string => `server {
  listen 443 ssl;
  server_name ${host};
  ssl_certificate /etc/ssl/hongbang.pem;
  ssl_certificate_key /etc/ssl/private/hongbang.key;
  client_max_body_size 64m;
  location / {
    proxy_pass http://127.0.0.1:${port};
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
  }
}
`;

/** Caddy gets the certificate by itself, and sets the three headers. */
const caddy = ({ host, port }: Service): string => `${host} {
  request_body {
    max_size 64MB
  }
  reverse_proxy 127.0.0.1:${port}
}
`;

const install = ({ code }: Service): string => `#!/bin/sh
# Run as root, in this folder. Changes nothing of data that are there.
set -eu
cd "$(dirname "$0")"
install -m 644 hongbang.sysusers /etc/sysusers.d/hongbang.conf
systemd-sysusers hongbang.conf
install -d -m 700 /etc/hongbang
[ -e /etc/hongbang/settings ] || install -m 600 settings /etc/hongbang/settings
[ -e /etc/hongbang/backup-key ] || (umask 077; head -c 48 /dev/urandom | base64 > /etc/hongbang/backup-key)
install -d -o hongbang -g hongbang -m 700 ${code}/.build
install -m 644 *.service *.timer /etc/systemd/system/
systemctl daemon-reload
echo "Fill in /etc/hongbang/settings, put nginx.conf or Caddyfile in its place, then:"
echo "Keep a copy of /etc/hongbang/backup-key and of /var/lib/hongbang/data/keys elsewhere: without them no backup can be restored."
echo "systemctl enable --now hongbang.service hongbang-backup.timer hongbang-rehearse.timer; journalctl -u hongbang"
`;

/** Every file by its name. */
export const serviceFiles = (service: Service): Readonly<Record<string, string>> => ({
  'hongbang.service': unit(service),
  'hongbang-backup.service': backup(service),
  'hongbang-backup.timer': timer('Daily backup', '*-*-* 03:20:00'),
  'hongbang-rehearse.service': rehearsal(service),
  'hongbang-rehearse.timer': timer('Monthly rehearsal of a restore', '*-*-02 04:20:00'),
  'hongbang.sysusers': 'u hongbang - "Hongbang" /var/lib/hongbang\n',
  settings: settings(service),
  'nginx.conf': nginxBlock(service),
  Caddyfile: caddy(service),
  'install.sh': install(service),
});
