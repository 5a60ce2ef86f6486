class Pregon < Formula
  desc "Social media posts as files in git: checked, published once, recorded"
  homepage "https://github.com/OWNER/pregon"
  url "https://github.com/OWNER/pregon.git", tag: "v0.1.0"
  license "MIT"
  head "https://github.com/OWNER/pregon.git", branch: "main"

  depends_on "pkgconf" => :build
  depends_on "xxhash" => :build
  depends_on "cmark"
  depends_on "curl"
  depends_on "gettext"
  depends_on "hunspell"
  depends_on "jansson"
  depends_on "libgit2"
  depends_on "libmicrohttpd"
  depends_on "libyaml"
  depends_on "openssl@3"
  depends_on "pcre2"
  depends_on "utf8proc"

  def install
    system "make", "install", "prefix=#{prefix}"
  end

  test do
    system bin/"pregon", "init", "--ci", "none", "horno"
    system bin/"pregon", "-C", "horno", "check"
  end
end
