namespace MultiTransport.Chaos.Checks;

/// <summary>
/// The receiver's side of a flow: takes numbers as they come, and tells what is lost, doubled or out of order at the moment that it shows. In a <paramref name="sparse"/>
/// flow numbers only rise; what is missing shows in the tally. Not for several threads.
/// </summary>
internal sealed class Ledger(string name, Wrongs wrongs, bool sparse = false)
{
    private const int MostMissing = 1_000;

    private readonly List<(long From, long To)> _missing = [];
    private long _last;
    private bool _isWrong;

    /// <summary>What came.</summary>
    public Tally Tally { get; private set; }

    /// <summary>What the server itself said is lost.</summary>
    public long Told { get; private set; }

    public long Last => _last;

    public void Take(long number, ulong hash)
    {
        if (number > _last)
        {
            if (!sparse && number > _last + 1)
            {
                Miss(_last + 1, number - 1);
            }

            _last = number;
            Tally = Tally.Add(hash);
        }
        else if (Found(number))
        {
            Tell(WrongKind.Lost, $"{name}: {number} came after all, behind {_last}", -1);
            Tell(WrongKind.OutOfOrder, $"{name}: {number} came after {_last}");
        }
        else
        {
            Tell(WrongKind.Doubled, $"{name}: {number} came again, after {_last}");
        }
    }

    /// <summary>The server said that these are lost, before the next one came.</summary>
    public void Excuse(long from, long to)
    {
        if (from != _last + 1 || to < from)
        {
            Tell(WrongKind.Contract, $"{name}: a gap from {from} to {to} after {_last}");
        }

        Told += Math.Max(0, to - _last);
        _last = Math.Max(_last, to);
    }

    /// <summary>Nothing follows, and this is what the sender sent.</summary>
    public void Close(Tally sent)
    {
        if (!sparse && sent.Count > _last)
        {
            Miss(_last + 1, sent.Count);
        }
        else if (sparse && sent.Count > Tally.Count)
        {
            Tell(WrongKind.Lost, $"{name}: {Tally.Count} came of {sent.Count}", sent.Count - Tally.Count);
        }
        else if (sent.Count < (sparse ? Tally.Count : _last))
        {
            Tell(WrongKind.Doubled, $"{name}: {Math.Max(Tally.Count, _last)} came, {sent.Count} were sent");
        }

        if (!_isWrong && Told == 0 && sent != Tally)
        {
            Tell(WrongKind.Changed, $"{name}: as many came as were sent, {sent.Count}, but not the same ones");
        }
    }

    private void Miss(long from, long to)
    {
        if (_missing.Count < MostMissing)
        {
            _missing.Add((from, to));
        }

        Tell(WrongKind.Lost, $"{name}: {from} to {to}, after {_last}", to - from + 1);
    }

    private bool Found(long number)
    {
        var at = _missing.FindIndex(range => range.From <= number && number <= range.To);
        if (at < 0)
        {
            return false;
        }

        var (from, to) = _missing[at];
        _missing.RemoveAt(at);
        if (from < number)
        {
            _missing.Add((from, number - 1));
        }

        if (number < to)
        {
            _missing.Add((number + 1, to));
        }

        return true;
    }

    private void Tell(WrongKind kind, string text, long count = 1)
    {
        _isWrong = true;
        wrongs.Add(kind, text, count);
    }
}
