using System.Text;

namespace MultiTransport.Architecture.Tests;

/// <summary>Cuts C# into tokens, so that a rule is never deceived by a comment or a string.</summary>
internal sealed class Tokens
{
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;

    private Tokens(string source)
    {
        _source = source;
    }

    public static List<Token> Of(string source)
    {
        var tokens = new Tokens(source);
        tokens.ReadCode(holeBraces: 0);
        return tokens._tokens;
    }

    /// <summary>Reads to the end, or in a hole of an interpolated string to the braces that end it.</summary>
    private void ReadCode(int holeBraces)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            var current = _source[_at];
            if (char.IsWhiteSpace(current) || current == '\uFEFF')
            {
                Skip(1);
            }
            else if (StartsWith("//") || (current == '#' && IsFirstOfLine()))
            {
                SkipTo("\n", inclusive: false);
            }
            else if (StartsWith("/*"))
            {
                SkipTo("*/", inclusive: true);
            }
            else if (current == '\'')
            {
                ReadCharacter();
            }
            else if (StringStart() is { } start)
            {
                ReadString(start.Dollars, start.IsVerbatim, start.Quotes);
            }
            else if (char.IsLetter(current) || current is '_' or '@')
            {
                Add(TokenKind.Word, 1 + CountWhile(_at + 1, c => char.IsLetterOrDigit(c) || c == '_'));
            }
            else if (char.IsAsciiDigit(current))
            {
                Add(TokenKind.Number, NumberLength());
            }
            else if (current == '}' && depth == 0 && holeBraces > 0)
            {
                Skip(holeBraces);
                return;
            }
            else
            {
                depth += current is '{' ? 1 : current is '}' ? -1 : 0;
                Add(TokenKind.Mark, 1);
            }
        }
    }

    private (int Dollars, bool IsVerbatim, int Quotes)? StringStart()
    {
        var at = _at;
        var (dollars, isVerbatim) = (0, false);
        for (; at < _source.Length && _source[at] is '$' or '@'; at++)
        {
            dollars += _source[at] == '$' ? 1 : 0;
            isVerbatim |= _source[at] == '@';
        }

        var quotes = CountWhile(at, c => c == '"');
        if (quotes == 0)
        {
            return null;
        }

        Skip(at - _at);
        return (dollars, isVerbatim, isVerbatim || quotes < 3 ? 1 : quotes);
    }

    private void ReadString(int dollars, bool isVerbatim, int quotes)
    {
        var line = _line;
        var text = new StringBuilder();
        var position = _tokens.Count;
        Skip(quotes);
        while (_at < _source.Length)
        {
            var braces = dollars > 0 ? CountWhile(_at, c => c == '{') : 0;
            if (braces > 0 && quotes == 1 && braces >= 2)
            {
                text.Append('{');
                Skip(2);
            }
            else if (braces > 0 && braces >= dollars)
            {
                Skip(braces);
                ReadCode(quotes == 1 ? 1 : dollars);
            }
            else if (quotes > 1 ? CountWhile(_at, c => c == '"') >= quotes : _source[_at] == '"' && !(isVerbatim && Peek(1) == '"'))
            {
                Skip(Math.Max(quotes, quotes > 1 ? CountWhile(_at, c => c == '"') : 1));
                break;
            }
            else
            {
                var length = quotes == 1 && (isVerbatim ? _source[_at] == '"' : _source[_at] == '\\') ? 2 : 1;
                text.Append(_source, _at, Math.Min(length, _source.Length - _at));
                Skip(length);
            }
        }

        _tokens.Insert(position, new Token(TokenKind.Text, text.ToString(), line));
    }

    private void ReadCharacter()
    {
        var length = Peek(1) == '\\' ? 3 : 2;
        while (_at + length < _source.Length && _source[_at + length] != '\'')
        {
            length++;
        }

        Skip(length + 1);
    }

    /// <summary>Digits with their letters and points, but not the points of a range or of a call.</summary>
    private int NumberLength()
    {
        var length = CountWhile(_at, c => char.IsAsciiLetterOrDigit(c) || c == '_');
        return Peek(length) == '.' && char.IsAsciiDigit(Peek(length + 1))
            ? length + 1 + CountWhile(_at + length + 1, c => char.IsAsciiLetterOrDigit(c) || c == '_')
            : length;
    }

    private bool IsFirstOfLine()
    {
        var at = _at - 1;
        while (at >= 0 && _source[at] is ' ' or '\t')
        {
            at--;
        }

        return at < 0 || _source[at] == '\n';
    }

    private void Add(TokenKind kind, int length)
    {
        _tokens.Add(new Token(kind, _source.Substring(_at, length).TrimStart('@'), _line));
        Skip(length);
    }

    private void SkipTo(string end, bool inclusive)
    {
        var found = _source.IndexOf(end, _at, StringComparison.Ordinal);
        Skip((found < 0 ? _source.Length : found + (inclusive ? end.Length : 0)) - _at);
    }

    private void Skip(int length)
    {
        length = Math.Min(length, _source.Length - _at);
        _line += _source.AsSpan(_at, length).Count('\n');
        _at += length;
    }

    private char Peek(int ahead) => _at + ahead < _source.Length ? _source[_at + ahead] : '\0';

    private bool StartsWith(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private int CountWhile(int from, Func<char, bool> condition)
    {
        var at = from;
        while (at < _source.Length && condition(_source[at]))
        {
            at++;
        }

        return at - from;
    }
}
