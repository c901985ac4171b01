import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("ja");

export const sync: Catalogue["sync"] = {
  title: "同期と一日の終わり",
  heldTitle: "すべて届きました",
  heldText: "この端末のすべての記録について、サーバーの署名を受け取りました。電源を切って帰れます。",
  nothingTitle: "引き渡すものはありません",
  nothingText: "この端末にはまだ記録がありません。スキャンはまずここに保存され、自動で送信されます。",
  waitingTitle: (count) => plural(count, { other: "記録#件が送信待ち" }),
  waitingText: "すべてこの端末に安全に保存されています。サーバーにはまだ届いていません。",
  uncoveredTitle: "まだすべては確認されていません",
  divergedTitle: "この端末を返す前に主催者に聞いてください",
  divergedText:
    "サーバーには、この端末の名前で端末自身とは異なる記録があります。端末が複製されたか、以前の状態に戻されたときに起こります。どちらの側でも何も削除されません。",
  notEnrolledText: "この端末は登録されていません。同期するものはありません。",

  todo: "すること",
  steps: {
    mend_fault: "この端末にまず必要なことを、下で確かめてください。",
    sign_in: "この端末でブラウザーを開き、ネットワークにサインインしてください。",
    near_network:
      "ネットワークがつながる場所へこの端末を持っていってください。会場の人混みから離れた場所などです。",
    keep_on: "端末の電源を入れ、Lanyardを開いたままにしてください。つながり次第、自動で送信します。",
    wait_for_backend: "数分待ってください。サーバーが混み合っています。この端末は自動で再試行します。",
    tell_organiser: "下の内容を主催者に伝えてください。",
    save_file: (place) => `または、ファイルに保存して、どのパソコンからでも${place}に提出してください。`,
  },

  now: "いま同期",
  syncing: "同期しています…",
  syncingLeft: (count) => plural(count, { other: "残り#件" }),
  done: "同期しました。送信待ちはありません。",
  doneWaiting: (count) =>
    plural(count, { other: "まだ#件が送信待ちです。この端末に安全に保存されています。" }),

  waiting: "送信待ち",
  accepted: "受理",
  quarantined: "隔離",
  scans: (count) => plural(count, { other: "スキャン#件" }),
  voided: (count) => plural(count, { other: "取り消し#件" }),
  quarantinedElsewhere: "見るには、先にスキャン画面でこの登録を選んでください。",
  showQuarantined: "隔離を見る",
  quarantinedText: "サーバーはこれらの記録を保管し、使いません。理由と対処は各スキャンに表示されます。",
  state: { active: "有効", expired: "期限切れ", revoked: "無効" },
  day: {
    nothing: "記録なし",
    all_held: "すべて到着",
    waiting: (count) => plural(count, { other: "残り#件" }),
    diverged: "主催者に連絡",
  },

  network: {
    untried: "Lanyardを開いてから、まだ試していません。",
    online: (server) => `${server}とつながっています。`,
    offline: "オフラインです。会場ではよくあります。スキャンはここに保存され、つながったら送信されます。",
    unavailable: (server) => `${server}はいま混み合っているか停止しています。この端末は自動で再試行します。`,
    not_the_backend: (server) =>
      `${server}の代わりに別のものが応答しています。ネットワークのサインインページが出ていませんか。ブラウザーでサインインしてください。`,
    refused: (server) =>
      `${server}はこの端末の送信を受け付けません。すべて保管し、あとで再試行します。主催者に伝えてください。`,
    bad_reply: (server) =>
      `${server}の応答を信用できないため、届いたとは見なしません。別のネットワークを試し、続くときは主催者に伝えてください。`,
    too_large: "サーバーへの経路は一度に少ししか通りません。この端末は小さく分けて送ります。",
    other: (server, code) => `この端末と${server}の間に問題があります（${code}）。`,
  },

  save: "ファイルに保存",
  saveText: (place) =>
    `送信待ちの記録を暗号化し、ダウンロードフォルダーのファイルに書き出します。読めるのはサーバーだけです。どのパソコンからでも${place}に提出できます。`,
  savedTitle: (count) => plural(count, { other: "記録#件をファイルに保存しました" }),
  savedText: (place) => `USBメモリーなどでネットワークのあるパソコンへ移し、${place}に提出してください。`,
  savedKept: "記録はこの端末にも残り、サーバーの署名を受け取るまで送信を待ちます。",
  savedNothing: "送信待ちがないため、ファイルは作りませんでした。",
  path: "ファイル",
  place: "提出先",
  copyPath: "場所をコピー",
  copyPlace: "アドレスをコピー",
};

export const settings: Catalogue["settings"] = {
  title: "設定",

  operatorTitle: "この端末を使う人",
  operatorText: "これからのスキャンとメモに名前が付きます。スポンサーに見えます。",
  operatorName: "名前",
  operatorSet: "この名前にする",
  operatorNow: (name) => `いまは${name}さんが使っています。`,
  operatorNobody: "指定なし",
  operatorKnown: "この端末で使われた名前",
  operatorTooLong: "名前が長すぎます。短くしてください。",

  scanTitle: "スキャン",
  sound: "音",
  soundText: "スキャンの結果ごとに違う音が鳴ります。",
  mirror: "左右を反転",
  mirrorText: "カメラが自分を向いているときに見やすくなります。読み取りは同じです。",
  rapid: "高速モード",
  rapidText: "行列のときに、表示を短くします。",
  camera: "カメラ",
  cameraNone: "カメラが見つかりません。つないでください。ハンドスキャナーと入力はそのまま使えます。",
  cameraAgain: "もう一度探す",
  cameraBrowser: "スキャンを始めるときに、ブラウザーがカメラを尋ねます。",

  lookTitle: "言語と見た目",
  language: "言語",
  languageSystem: "システムに合わせる",
  theme: "配色",
  themes: { system: "システムに合わせる", light: "ライト", dark: "ダーク" },
  contrast: "コントラスト",
  contrasts: { system: "システムに合わせる", high: "高い" },

  lockTitle: "PINとロック",
  lockNoPin: "PINを設定すると、画面をロックしたり、スキャンだけを使えるようにしたりできます。",
  lockText: "PINは他の人が画面を開くのを防ぎます。スキャンはPINがなくても暗号化されています。",
  pinSet: "PINを設定",
  pinChange: "PINを変更",
  pinRemove: "PINを削除",
  pinCurrent: "いまのPIN",
  pinNew: "新しいPIN",
  pinAgain: "新しいPIN（もう一度）",
  pinRule: "4～12桁の数字",
  pinBad: "PINは4～12桁の数字です。",
  pinDiffers: "二つの新しいPINが一致しません。",
  pinForgotten: "忘れないように控えてください。だれも調べられません。PINがなくても記録は送信されます。",
  pinIsSet: "PINを設定しました。",
  pinIsRemoved: "PINを削除しました。",
  pinSave: "PINを保存",
  removeText: "この端末を持つ人は、だれでもすべての画面を開けるようになります。",
  lockNow: "いまロック",
  kiosk: "キオスクモード",
  kioskText: "据え置きの端末向けに、スキャンだけを使えるようにします。終了にはPINが必要です。",
  kioskStart: "キオスクモードを始める",
  autoLock: "自動ロック",
  autoLockText: "だれも触れず、スキャンもないとき。",
  never: "しない",
  minutes: (count) => plural(count, { other: "#分後" }),

  enrolmentsTitle: "登録",
  enrolmentsNone: "この端末は登録されていません。",
  enrolFirst: "端末を登録",
  enrolAnother: "別のイベントやスポンサーに登録",
  event: "イベント",
  device: "端末ID",
  server: "サーバー",
  expires: "スキャン期限",
  consent: "同意",
  consentModes: {
    handover: "バッジを見せることが同意です",
    confirm: "参加者が「共有する」を押します",
  },
  notice: "プライバシー通知",
  noticeVersion: (version) => `バージョン${version}`,
  noticeRead: "プライバシー通知を読む",

  storageTitle: "この端末にあるもの",
  storageText: (scans, records) =>
    `${scans}、${records}：バッジの名前、メモ、同意の内容です。メールアドレスや勤務先はこの端末に入りません。サーバーに残ります。`,
  storageRecords: (count) => plural(count, { other: "署名済みの記録#件" }),
  storageWaiting: (count) =>
    plural(count, { other: "記録#件はここにしかありません。届くまでこの端末を消去しないでください。" }),
  storageNoneWaiting: "すべてについてサーバーの返事が届いています。",
  storageSize: (size) => `暗号化されたデータベース ${size}`,
  storageFree: (size) => `ディスクの空き ${size}`,
  folder: "フォルダー",
  keyKeychain:
    "鍵はシステムのキーチェーンにあります。ディスクを取り出したり、別のユーザーでサインインしたりしても、スキャンは読めません。",
  keyFile:
    "このシステムにはキーチェーンがないため、鍵はデータベースの横のファイルにあります。このユーザーのファイルを読める人はスキャンを読めます。ディスクを暗号化し、アカウントを貸さないでください。",
  uninstall: "Lanyardを削除しても、このフォルダーは残ります。同期のページが緑になってから削除してください。",

  helpTitle: "ヘルプ",
  version: (version) => `Lanyard ${version}`,
  diagnosticsShow: "診断を表示",
  diagnostics: "診断をコピー",
  diagnosticsText: "助けてくれる人に渡す文章です。名前、メモ、コードは含みません。",
  diagnosticsShown: "診断",
};

export const lock: Catalogue["lock"] = {
  title: "ロック中",
  safe: "この端末のスキャンはすべて保存されています。",
  waiting: (count) => plural(count, { other: "記録#件が送信待ちです。ロック中も送信されます。" }),
  none: "送信待ちはありません。",
  pin: "PIN",
  typed: (count) => plural(count, { other: "#桁入力済み" }),
  pad: "数字",
  erase: "最後の数字を消す",
  unlock: "ロック解除",
  wrong: "PINが違います。",
  waitSeconds: (count) =>
    plural(count, { other: "PINの間違いが多すぎます。#秒後にもう一度試してください。" }),
  waitMinutes: (count) =>
    plural(count, { other: "PINの間違いが多すぎます。#分後にもう一度試してください。" }),
  forgotten: "忘れたときも、スキャンは送信されます。スポンサーのリード担当者に聞いてください。",
  leaveTitle: "キオスクモードを終了",
  leaveText: "すべての画面を開くには、PINを入力してください。",
  leave: "キオスクモードを終了",
};
