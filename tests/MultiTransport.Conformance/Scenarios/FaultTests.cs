using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>
/// Every client in every network of <see cref="NamedFaults"/>: the first message is answered by the first exchange wherever HTTP answers, whatever is blocked,
/// and the session ends up on the best transport that works there.
/// </summary>
[Collection(Measured.Name)]
[TestCaseOrderer("MultiTransport.Conformance.Scenarios.FaultOrder", "MultiTransport.Conformance")]
public class FaultTests
{
    public static TheoryData<string, string> Rows => ClientRows.Times(NamedFaults.All.Select(static fault => fault.Name));

    [ClientTheory]
    [MemberData(nameof(Rows))]
    public async Task FirstEcho_CostsOneExchange_AndTheBestTransportWins(string client, string fault)
    {
        var network = NamedFaults.Named(fault);

        var echo = await FaultRuns.OfAsync(client, network);

        ScenarioReport.Add(echo);
        if (network.HttpAnswers && !fault.StartsWith("posts-", StringComparison.Ordinal)) // those answer the first requests with an error
        {
            Assert.Equal(1, echo.Exchanges);
        }

        Assert.Equal(network.BestTransport, echo.Transport);
    }

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task WhatWasBlocked_IsTriedAgain_WhenItsVerdictRunsOut(string client) => FaultRuns.ReturnOfAsync(client);
}
