using MultiTransport.Networks.Tests.Measures;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;
using Xunit.Abstractions;

namespace MultiTransport.Networks.Tests;

/// <summary>Every client through every real proxy: the first echo, the transport that wins, exactly once both ways.</summary>
[Collection(Networks.Name)]
[TestCaseOrderer("MultiTransport.Networks.Tests.Rows.CellOrder", "MultiTransport.Networks.Tests")]
public class MatrixTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Cells => NetworkRows.Cells;

    [NetworkTheory]
    [MemberData(nameof(Cells))]
    public async Task Network_LetsItsBestTransportWin_AndNoMessageIsLost(string client, string network)
    {
        var row = NetworkRows.Named(network);

        var outcome = await CellRuns.OfAsync(client, network);

        MatrixReport.Add(outcome);
        output.WriteLine(outcome.Story);
        if (row.WinnerOf(client) is not { } winner)
        {
            Assert.Equal(row.RefusedAs(client), outcome.Refused);
            return;
        }

        Assert.Equal((0, 0), (outcome.LostUp, outcome.LostDown));
        if (row.AnswersDie)
        {
            Assert.NotEqual(0, outcome.Died);
            Assert.Contains(outcome.Transport, new[] { winner, TransportName.LongPoll }); // the winner was taken, but a poll that the proxy repeats may end it again
        }
        else
        {
            Assert.Equal(winner, outcome.Transport);
            Assert.Equal(1, outcome.Exchanges);
        }
    }
}
