using System.CommandLine;
using MultiTransport.Comparison.Scenarios;

namespace MultiTransport.Comparison.Commands;

/// <summary><c>list</c>: what there is to compare.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Lists the scenarios: the documents' claim, and what is varied and measured.");
        command.SetAction(_ =>
        {
            foreach (var scenario in ScenarioCatalog.All)
            {
                Console.WriteLine($"{scenario.Name,-18}{scenario.Claim}");
                Console.WriteLine($"{"",-18}Variables: {scenario.Variables}");
            }
        });
        return command;
    }
}
