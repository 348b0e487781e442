using MultiTransport.Trust;
using MultiTransport.Trust.Attacks;
using MultiTransport.Trust.Probes;
using MultiTransport.Trust.Reports;

try
{
    var options = Options.Parse(args);
    switch (options.Command)
    {
        case "attacks":
            return await AttackRun.RunAsync(options, Console.Out) ? 0 : 1;
        case "list":
            foreach (var attack in AttackList.All())
            {
                Console.WriteLine($"{attack.Name,-24} {attack.Idea}");
            }

            return 0;
        case ProbeCommand.Name:
            await ProbeCommand.RunAsync(options.Url, Console.In, Console.Out);
            return 0;
        default:
            throw new FormatException($"there is no subcommand {options.Command}");
    }
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
