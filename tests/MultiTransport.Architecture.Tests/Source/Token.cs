namespace MultiTransport.Architecture.Tests;

/// <summary>A piece of C# that is neither comment nor white space.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    public bool Is(string text) => Kind is TokenKind.Word or TokenKind.Mark && Text == text;
}
