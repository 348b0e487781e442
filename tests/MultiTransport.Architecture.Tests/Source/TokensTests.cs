namespace MultiTransport.Architecture.Tests;

public sealed class TokensTests
{
    [Theory]
    [InlineData("a // b\nc", "a c")]
    [InlineData("a /* b \n */ c", "a c")]
    [InlineData("/// <see cref=\"B\"/>\na", "a")]
    [InlineData("#if B\na\n#endif", "a")]
    [InlineData("a = '\\''; b = '\"'; c", "a = ; b = ; c")]
    [InlineData("a(\"b // c\") d", "a ( 'b // c' ) d")]
    [InlineData("\"a\\\"b\" c", "'a\\\"b' c")]
    [InlineData("@\"a\\\" b", "'a\\' b")]
    [InlineData("@\"a\"\"b\" c", "'a\"\"b' c")]
    [InlineData("\"\" a", "'' a")]
    [InlineData("\"\"\"a \"b\" c\"\"\" d", "'a \"b\" c' d")]
    [InlineData("\"a\"u8 b", "'a' u8 b")]
    [InlineData("$\"a{b}c{{d}}\" e", "'ac{d}}' b e")]
    [InlineData("$\"a{(b ? \"x\" : \"}\")}c\" d", "'ac' ( b ? 'x' : '}' ) d")]
    [InlineData("$\"{new { A = 1 }}\" b", "'' new { A = 1 } b")]
    [InlineData("$@\"a\\{b}\"\"\" c", "'a\\\"\"' b c")]
    [InlineData("$$\"\"\"a{b}{{c}}d\"\"\" e", "'a{b}d' c e")]
    [InlineData("1..2 x.y 1.5 0xFF 1_000 a.b1", "1 . . 2 x . y 1.5 0xFF 1_000 a . b1")]
    [InlineData("@class é", "class é")]
    public void Comments_are_dropped_and_strings_kept_apart(string source, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tokens.Of(source).Select(token => token.Kind == TokenKind.Text ? $"'{token.Text}'" : token.Text)));

    [Fact]
    public void Lines_are_counted()
    {
        var lines = Tokens.Of("a\n/*\n*/ b\n\"\"\"\n x\n \"\"\"\nc\n$\"{\nd}\" e").Where(token => token.Kind == TokenKind.Word);
        Assert.Equal([("a", 1), ("b", 3), ("c", 7), ("d", 9), ("e", 9)], lines.Select(token => (token.Text, token.Line)));
    }

    [Fact]
    public void Every_file_of_the_repository_ends_where_its_braces_do()
    {
        Assert.All(SourceTree.Repository.Under("", ".cs"), file =>
        {
            var tokens = Tokens.Of(file.Text);
            Assert.Equal((file.Path, tokens.Count(token => token.Is("{"))), (file.Path, tokens.Count(token => token.Is("}"))));
        });
    }
}
