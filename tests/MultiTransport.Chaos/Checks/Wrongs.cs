namespace MultiTransport.Chaos.Checks;

/// <summary>What went wrong so far: counted by kind, and the first ones word for word.</summary>
internal sealed class Wrongs
{
    private const int MostTexts = 50;

    private readonly Lock _gate = new();
    private readonly Dictionary<WrongKind, long> _counts = [];
    private readonly List<string> _texts = [];

    public long this[WrongKind kind]
    {
        get
        {
            lock (_gate)
            {
                return _counts.GetValueOrDefault(kind);
            }
        }
    }

    public IReadOnlyDictionary<WrongKind, long> Counts
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<WrongKind, long>(_counts);
            }
        }
    }

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_gate)
            {
                return [.. _texts];
            }
        }
    }

    /// <summary>A count below zero takes back what was counted too early: what came late is not lost.</summary>
    public void Add(WrongKind kind, string text, long count = 1)
    {
        lock (_gate)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + count;
            if (_texts.Count < MostTexts)
            {
                _texts.Add($"{kind}: {text}");
            }
        }
    }
}
