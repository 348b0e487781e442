namespace MultiTransport.Architecture.Tests;

internal enum TokenKind
{
    /// <summary>A name or a keyword.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>The text between the quotes; of an interpolated string the first part, and the code of its holes follows as tokens.</summary>
    Text,

    /// <summary>One character of punctuation.</summary>
    Mark,
}
