using System.Collections.Concurrent;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>
/// Sends the corpus, which must get the answers that stand there (where none does, any that may be), then inputs without end: kept ones that are broken a little, and ones of the grammar. An input whose
/// answer is new is kept in memory and broken further.
/// </summary>
internal sealed class FuzzAttack(IFuzzTarget target, string? keep = null) : IAttack
{
    private const int Lanes = 4;

    private readonly ConcurrentDictionary<(string Way, string Answer), FuzzInput> _kept = new();

    public string Name => $"fuzz-{target.Name}";

    public string Idea => $"random and grammar-made {target.Reads}";

    public async Task RunAsync(Battle battle)
    {
        var known = Corpus.Of(target);
        await Parallel.ForEachAsync(known, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (one, _) =>
        {
            if (battle.Begins() && await SendAsync(battle, one.Input) is var answer && one.Answer.Length > 0 && answer != one.Answer)
            {
                battle.Fault($"once {one.Answer}, now {answer}: {Corpus.Line(one.Input, answer)}");
            }
        });
        IReadOnlyList<byte[]> seeds = [.. target.Seeds, .. known.Select(static one => one.Input.Bytes)];
        await battle.RunAsync(Lanes, random => SendAsync(battle, new FuzzInput(target.Ways[random.Next(target.Ways.Count)], Next(seeds, random))));
        Write(known);
    }

    private byte[] Next(IReadOnlyList<byte[]> seeds, Random random)
    {
        var kept = _kept.Values;
        return random.Next(4) switch
        {
            0 => target.Make(random),
            1 => Mutation.Of(target.Make(random), seeds, random),
            2 when kept.Count > 0 => Mutation.Of(kept.ElementAt(random.Next(kept.Count)).Bytes, seeds, random),
            _ => Mutation.Of(seeds[random.Next(seeds.Count)], seeds, random),
        };
    }

    private async Task<string> SendAsync(Battle battle, FuzzInput input)
    {
        var answer = await target.SendAsync(battle.Server, input);
        battle.Answers.Add(answer);
        _kept.AddOrUpdate((input.Way, answer), input, (_, shortest) => input.Bytes.Length < shortest.Bytes.Length ? input : shortest);
        if (!target.MayAnswer(answer))
        {
            battle.Fault($"answered {Corpus.Line(input, answer)}");
        }

        return answer;
    }

    private void Write(IReadOnlyList<(FuzzInput Input, string Answer)> known)
    {
        if (keep is not null)
        {
            Directory.CreateDirectory(keep);
            File.AppendAllLines(
                Path.Combine(keep, $"{target.Name}.txt"),
                _kept.Where(one => !known.Any(had => had.Input.Way == one.Key.Way && had.Answer == one.Key.Answer))
                    .Select(static one => Corpus.Line(one.Value, one.Key.Answer)).Order(StringComparer.Ordinal));
        }
    }
}
