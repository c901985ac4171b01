import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("ja");

export const fields: Catalogue["fields"] = {
  first_name: "名",
  last_name: "姓",
  email: "メールアドレス",
  job_title: "役職",
  employer: "勤務先",
  region: "州・都道府県",
  country: "国",
};

export const shell: Catalogue["shell"] = {
  screens: "画面",
  scan: "スキャン",
  scans: "一覧",
  sync: "同期",
  settings: "設定",
  back: "戻る",
  close: "閉じる",
  cancel: "キャンセル",
  tryAgain: "もう一度",
  starting: "この端末のスキャンを開いています…",
  waiting: (count) => plural(count, { other: "#件が送信待ち" }),
  copied: "コピーしました。",
  copyByHand: "ここではコピーできません。選択された文字を手でコピーしてください。",
  leaveKiosk: "ロック解除",
  faultTitle: "いまはスキャンできません",
  faultKept: "これまでのスキャンは失われていません。",
  silenceTitle: "プログラムが応答しません",
  silenceText:
    "この画面は接続を試し続けます。変わらなければLanyardを閉じて、もう一度開いてください。保存したスキャンは安全です。",
  ribbon: {
    steady: "送信待ちはありません。",
    held: "すべてのスキャンがサーバーに届いています。",
    waiting: "送信待ちのスキャンがあります。",
    fault: "保存できないものがあります。",
  },
};
