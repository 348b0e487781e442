using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks;

/// <summary>One idea of somebody who means ill.</summary>
internal interface IAttack
{
    /// <summary>Its name on the command line and in the table.</summary>
    string Name { get; }

    /// <summary>What is done to the server, in half a sentence.</summary>
    string Idea { get; }

    /// <summary>Settings of the server without which it could not be seen what came of it.</summary>
    IReadOnlyList<string> Settings => [];

    /// <summary>Goes on until the battle is over. Answers go to its tally, what the server should not have done to its faults.</summary>
    Task RunAsync(Battle battle);
}
