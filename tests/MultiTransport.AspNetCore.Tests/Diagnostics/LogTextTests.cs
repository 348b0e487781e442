namespace MultiTransport.AspNetCore.Tests.Diagnostics;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain Grüße 🎉", "plain Grüße 🎉")]
    [InlineData("a\r\nb\tc\u0000\u001b\u007f\u0085", "a\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("a\u2028b\u2029c", "a\uFFFDb\uFFFDc")] // lines to many a viewer of logs
    [InlineData("\u202Egnp.exe\u2066\u200B", "\uFFFDgnp.exe\uFFFD\uFFFD")] // written from right to left, or not seen at all
    public void Clean_OfControlCharacters_ReplacesThem(string text, string expected) => Assert.Equal(expected, LogText.Clean(text));

    [Fact]
    public void Clean_OfALongText_CutsIt()
    {
        Assert.Equal(new string('x', 100), LogText.Clean(new string('x', 100)));
        Assert.Equal(new string('x', 100) + "…", LogText.Clean(new string('x', 101)));
        Assert.Equal("\uFFFD" + new string('x', 99) + "…", LogText.Clean("\n" + new string('x', 5000)));
    }
}
