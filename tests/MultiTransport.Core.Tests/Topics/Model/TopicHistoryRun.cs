namespace MultiTransport.Core.Tests;

/// <summary>One random history of publishers and readers, from a seed.</summary>
internal sealed class TopicHistoryRun
{
    /// <summary>Under the policy that ends a session: half of a smaller log cannot hold the answers to a reader that subscribes again to all, so its sessions would end one after the other for ever.</summary>
    private const int LeastLogOfDisconnect = 12;

    private static readonly string[] Names = ["plain", "short", "none", "keyed", "brief", "later"];

    private readonly Random _random;
    private readonly World _world;
    private readonly Dictionary<string, List<(string Text, string? Key)>> _published = Names.ToDictionary(name => name, _ => new List<(string, string?)>());
    private readonly TopicReader[] _readers;

    public TopicHistoryRun(int seed)
    {
        _random = new Random(seed);
        var policy = (OverflowPolicy)_random.Next(3);
        var log = Math.Max(_random.Next(4, 60), policy == OverflowPolicy.Disconnect ? LeastLogOfDisconnect : 0);
        _world = new World(
            options =>
            {
                options.Overflow = policy;
                options.LogMessages = log;
                options.LogBytes = _random.Next(2) == 0 ? 2_000 : 1 << 20;
                options.InboxMessages = 10_000;
            },
            topics: new TopicOptions
            {
                OperationsPerSecond = 10_000,
                PublishesPerSecond = 1_000_000,
                Rules =
                [
                    Rule("plain", rule => rule.HistoryMessages = 200),
                    Rule("short", rule => rule.HistoryMessages = _random.Next(1, 10)),
                    Rule("none", rule => rule.HistoryMessages = 0),
                    Rule("keyed", rule => (rule.Conflate, rule.ConflationWindow, rule.HistoryMessages) = (true, _random.Next(1, 6), _random.Next(2, 100))),
                    Rule("brief", rule => rule.HistoryAge = TimeSpan.FromSeconds(5)),
                    Rule("later", rule => rule.HistoryBytes = 1024),
                ],
            });
        Note($"{policy}, a log of {log}");
        _readers = [.. Enumerable.Range(1, 3).Select(number => new TopicReader(_world, $"reader {number}", Ledger))];
    }

    public List<string> Trace { get; } = [];

    public int Messages { get; private set; }

    public int Gaps { get; private set; }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Step();
            _world.WaitUntilQuiet();
        }

        ReadAll();
    }

    private static TopicRule Rule(string name, Action<TopicRule> more)
    {
        var rule = new TopicRule { Name = name, Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone };
        more(rule);
        return rule;
    }

    private TopicLedger Ledger(string topic) => new(topic, _published[topic], isConflated: topic == "keyed");

    private void Step()
    {
        var reader = _readers[_random.Next(_readers.Length)];
        switch (_random.Next(20))
        {
            case < 9:
                Publish(_random.Next(1, 12));
                break;
            case < 13:
                var most = _random.Next(1, 20);
                Note($"{reader.Name} reads {most}");
                reader.Read(most);
                break;
            case 13 or 14:
                Subscribe(reader);
                break;
            case 15:
                Note($"{reader.Name} is cut");
                reader.Cut();
                break;
            case 16 when _random.Next(3) == 0:
                Note($"{reader.Name} loses its session");
                reader.Lose();
                break;
            case 17:
                Note($"{reader.Name} gets others' messages");
                for (var i = _random.Next(10); i > 0; i--)
                {
                    reader.Session.TrySend(Message.FromText("not of a topic"));
                }

                break;
            case 18:
                Note($"{reader.Name} publishes quietly");
                PublishQuietly(reader);
                break;
            case 19 when _random.Next(4) == 0:
                Note("time passes");
                _world.Pass(_random.Next(1, 8));
                break;
        }
    }

    private void Publish(int count)
    {
        var topic = Names[_random.Next(Names.Length)];
        Note($"{count} in {topic}");
        for (var i = 0; i < count; i++)
        {
            var (text, key) = Next(topic);
            _published[topic].Add((text, key));
            var published = _world.Topics.PublishAsync(topic, Message.FromText(text), new TopicPublish { Key = key }).AsTask().Result;
            Assert.Equal(_published[topic].Count, published.Position.Number);
        }
    }

    private void PublishQuietly(TopicReader reader)
    {
        if (!reader.IsIdle)
        {
            return; // an answer that waits for room would hold it back, and the model could not number it
        }

        var topic = Names[_random.Next(Names.Length)];
        var (text, key) = Next(topic, mayHaveKey: false);
        _published[topic].Add((text, key));
        reader.PublishQuietly(topic, text, _published[topic].Count);
    }

    private (string Text, string? Key) Next(string topic, bool mayHaveKey = true)
    {
        var number = _published[topic].Count + 1;
        var key = topic == "keyed" && mayHaveKey && _random.Next(5) is var choice and > 0 ? $"key {choice}" : null;
        return ($"{topic} {number} {new string('x', _random.Next(40))}", key);
    }

    private void Subscribe(TopicReader reader)
    {
        var topic = Names[_random.Next(Names.Length)];
        if (reader.IsLeaving(topic))
        {
            return;
        }

        if (reader.Reads(topic))
        {
            Note($"{reader.Name} unsubscribes {topic}");
            reader.Unsubscribe(topic);
            return;
        }

        Note($"{reader.Name} subscribes {topic}");
        reader.Subscribe(topic, _random.Next(2) == 0 ? $",\"last\":{_random.Next(20)}" : "");
    }

    private void ReadAll()
    {
        bool any;
        do
        {
            any = _readers.Any(static reader => !reader.IsIdle); // asked first: what is handled after the reading brings more to read
            foreach (var reader in _readers)
            {
                reader.Attach();
                any |= reader.Read(int.MaxValue) > 0;
                _world.WaitUntilQuiet();
            }
        }
        while (any);

        foreach (var (reader, ledger) in _readers.SelectMany(static reader => reader.Ledgers.Select(ledger => (reader, ledger))))
        {
            try
            {
                ledger.CheckWhole();
            }
            catch (InvalidOperationException)
            {
                Trace.AddRange(reader.Trace);
                throw;
            }

            Messages += ledger.Messages;
            Gaps += ledger.Gaps;
        }
    }

    private void Note(string what) => Trace.Add(what);
}
