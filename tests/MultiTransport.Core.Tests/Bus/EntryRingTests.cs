using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Core.Tests;

public sealed class EntryRingTests
{
    private static readonly SharedMessage Owner = new(Message.FromText("x"));

    [Fact]
    public void AnyOperations_LikeALinkedList_KeepOrder() => Prop.ForAll(Generators.Run(300).ToArbitrary(), run =>
    {
        var ring = new EntryRing();
        var list = new LinkedList<long>();
        long last = 0;
        foreach (var step in run)
        {
            // Runs of the same operation make the ring grow, wrap and empty.
            for (var repeat = step / 10 % 12; repeat >= 0; repeat--)
            {
                Step(ref ring, list, step % 10, ref last);
                Assert.Equal(list.Count, ring.Count);
                if (list.Count > 0)
                {
                    Assert.Equal((list.First!.Value, list.Last!.Value), (ring.First.Number, ring.Last.Number));
                }
            }
        }

        while (list.Count > 0)
        {
            Assert.Equal(list.First!.Value, ring.RemoveFirst().Number);
            list.RemoveFirst();
        }
    }).Check(Generators.Many);

    private static void Step(ref EntryRing ring, LinkedList<long> list, int operation, ref long last)
    {
        switch (operation)
        {
            case 0 or 1 or 2:
                ring.AddLast(Entry(++last));
                list.AddLast(last);
                break;
            case 3 or 4:
                ring.AddFirst(Entry(++last));
                list.AddFirst(last);
                break;
            case 5 or 6 when list.Count > 0:
                Assert.Equal(list.First!.Value, ring.RemoveFirst().Number);
                list.RemoveFirst();
                break;
            case 7 or 8 when list.Count > 0:
                Assert.Equal(list.Last!.Value, ring.RemoveLast().Number);
                list.RemoveLast();
                break;
            case 9:
                ring.DropStorageIfEmpty(all: true);
                break;
        }
    }

    private static LogEntry Entry(long number) => new(number, (byte)'t', Owner, 0, 0);
}
